//! Signatures of functions: `<s-n?:s>`.

use super::fault::Fault;
use super::item::{Item, List};

/// What arguments a function takes.
#[derive(Debug, Default)]
pub(super) struct Signature {
    parameters: Vec<Parameter>,
}

/// One of them.
#[derive(Debug, Default)]
struct Parameter {
    /// The signs of the types it may have. `m`, for nothing, is among them.
    types: String,
    /// What it was declared as.
    sort: char,
    /// What its items must be.
    items: Option<char>,
    /// Whether the input stands for it.
    context: bool,
    optional: bool,
    repeated: bool,
}

impl Signature {
    /// Reads a signature, which the reader has checked already. What means nothing is passed over.
    pub(super) fn parse(text: &str) -> Signature {
        let signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut at = 1;
        while let Some(sign) = signs.get(at) {
            let parameter =
                |types: &str| Parameter { types: types.to_owned(), sort: *sign, ..Parameter::default() };
            match sign {
                ':' => break,
                's' | 'n' | 'b' | 'l' | 'o' => parameters.push(parameter(&format!("{sign}m"))),
                'a' | 'x' => parameters.push(parameter("asnblfom")),
                'j' => parameters.push(parameter("asnblom")),
                'f' => parameters.push(parameter("f")),
                '(' => {
                    let end = closing(&signs, at, '(', ')');
                    let types: String = signs.get(at + 1..end).unwrap_or_default().iter().collect();
                    parameters.push(parameter(&format!("{types}m")));
                    at = end;
                }
                '<' => {
                    let end = closing(&signs, at, '<', '>');
                    if let Some(last) = parameters.last_mut() {
                        last.items = signs.get(at + 1).copied();
                    }
                    at = end;
                }
                _ => {
                    if let Some(last) = parameters.last_mut() {
                        match sign {
                            '-' => (last.context, last.optional) = (true, true),
                            '?' => last.optional = true,
                            '+' => last.repeated = true,
                            _ => {}
                        }
                    }
                }
            }
            at += 1;
        }
        Signature { parameters }
    }

    /// Checks the arguments and puts them in their places: the input stands for one that is missing, and one value for
    /// an array of one.
    pub(super) fn arguments<'a>(
        &self,
        given: Vec<Item<'a>>,
        context: &Item<'a>,
    ) -> Result<Vec<Item<'a>>, Fault> {
        let signs: Vec<char> = given.iter().map(sign).collect();
        let Some(counts) = fit(&self.parameters, &signs, true) else {
            return Err(self.misfit(&signs));
        };
        let mut out = Vec::with_capacity(given.len());
        let mut at = 0;
        for (parameter, count) in self.parameters.iter().zip(counts) {
            if count == 0 {
                if !parameter.context {
                    out.push(given.get(at).cloned().unwrap_or(Item::Undefined));
                    at += 1;
                } else if parameter.types.contains(sign(context)) {
                    out.push(context.clone());
                } else {
                    return Err(Fault::new("T0411").value((at + 1).to_string()));
                }
                continue;
            }
            for _ in 0..count {
                let item = given.get(at).cloned().unwrap_or(Item::Undefined);
                out.push(if parameter.sort == 'a' { parameter.array(item, count, at)? } else { item });
                at += 1;
            }
        }
        Ok(out)
    }

    /// Which argument is the first that does not fit.
    fn misfit(&self, signs: &[char]) -> Fault {
        let mut good = 0;
        for count in 1..=self.parameters.len() {
            match fit(self.parameters.get(..count).unwrap_or_default(), signs, false) {
                Some(counts) => good = counts.iter().sum(),
                None => break,
            }
        }
        Fault::new("T0410").value((good + 1).to_string())
    }
}

impl Parameter {
    /// An argument that has to be an array.
    fn array<'a>(&self, item: Item<'a>, count: usize, at: usize) -> Result<Item<'a>, Fault> {
        if item.is_undefined() {
            return Ok(item);
        }
        let list = item.list();
        if let Some(wanted) = self.items {
            let fits = match &list {
                Some(list) => list.iter().all(|item| sign(item) == wanted),
                None => count == 1 && sign(&item) == wanted,
            };
            if !fits {
                let plural = match wanted {
                    'a' => "\"arrays\"",
                    'b' => "\"booleans\"",
                    'f' => "\"functions\"",
                    'n' => "\"numbers\"",
                    'o' => "\"objects\"",
                    _ => "\"strings\"",
                };
                return Err(Fault::new("T0412").value((at + 1).to_string()).second(plural));
            }
        }
        Ok(match list {
            Some(list) => Item::Array(list),
            None => Item::Array(List::plain(vec![item])),
        })
    }
}

fn closing(signs: &[char], start: usize, open: char, close: char) -> usize {
    let mut depth = 1;
    let mut at = start + 1;
    while let Some(sign) = signs.get(at) {
        if *sign == close {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        } else if *sign == open {
            depth += 1;
        }
        at += 1;
    }
    at
}

/// The sign of a value's type.
fn sign(item: &Item<'_>) -> char {
    match item {
        Item::Undefined => 'm',
        Item::Null => 'l',
        Item::Bool(_) => 'b',
        Item::Number(_) => 'n',
        Item::Text(_) => 's',
        Item::Function(_) => 'f',
        item if item.is_array() => 'a',
        _ => 'o',
    }
}

/// How many arguments each parameter takes, the first as many as it can; `whole` if they have to take all.
fn fit(parameters: &[Parameter], signs: &[char], whole: bool) -> Option<Vec<usize>> {
    let Some((parameter, rest)) = parameters.split_first() else {
        return (!whole || signs.is_empty()).then(Vec::new);
    };
    let most = if parameter.repeated { signs.len() } else { 1 };
    let fitting = signs.iter().take(most).take_while(|sign| parameter.types.contains(**sign)).count();
    let least = usize::from(!parameter.optional);
    (least..=fitting).rev().find_map(|count| {
        let mut counts = fit(rest, signs.get(count..)?, whole)?;
        counts.insert(0, count);
        Some(counts)
    })
}
