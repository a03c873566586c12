//! What was found, and putting it in order.

use crate::asl::source::{Format, Spot, locate};
use crate::diagnostic::{Diagnostic, pointer};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The text that a definition stands in, and the JSON pointer of its place there.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) format: Format,
    pub(super) at: &'a str,
}

/// The findings of all rules.
///
/// ```
/// let findings = stepwright::validate::Findings::default();
/// assert!(findings.all().is_empty());
/// ```
#[derive(Debug, Default)]
pub struct Findings {
    pub(super) all: Vec<Diagnostic>,
    /// The byte of a text that a finding is about, by its place among all.
    within: HashMap<usize, usize>,
    /// The findings that are about a key rather than its value.
    keys: Vec<usize>,
}

impl Findings {
    /// Those so far.
    pub fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.all.push(finding);
    }

    /// Adds a finding about the key in front of the value it points at.
    pub fn push_at_key(&mut self, finding: Diagnostic) {
        self.keys.push(self.all.len());
        self.all.push(finding);
    }

    /// Adds a finding about the character at byte `offset` of the text it points at.
    pub fn push_within(&mut self, finding: Diagnostic, offset: usize) {
        self.within.insert(self.all.len(), offset);
        self.all.push(finding);
    }

    /// Puts them in document order, with their places in the text and AWS's way to say where they are.
    pub(super) fn finish(self, root: &Map<String, Value>, source: Option<Source<'_>>) -> Vec<Diagnostic> {
        let Findings { mut all, within, keys } = self;
        if all.is_empty() {
            return all;
        }
        if let Some(Source { text, format, at: base }) = source {
            let spot = |(index, finding): (usize, &Diagnostic)| {
                let at = format!("{base}{}", finding.place.pointer.as_deref().unwrap_or_default());
                match within.get(&index) {
                    Some(offset) => Spot::value(at).within(*offset),
                    None if keys.binary_search(&index).is_ok() => Spot::key(at),
                    None => Spot::value(at),
                }
            };
            let spots: Vec<Spot> = all.iter().enumerate().map(spot).collect();
            for (finding, place) in all.iter_mut().zip(locate(text, format, &spots)) {
                finding.place.position = finding.place.position.or(place);
            }
        }
        for finding in &mut all {
            let here = finding.place.pointer.as_deref().unwrap_or_default();
            if let Some(aws) = &mut finding.aws {
                aws.location = match aws.location.as_deref() {
                    Some("") => None,
                    Some(other) => Some(location(root, other)),
                    None => Some(location(root, here)),
                };
            }
        }
        let order = order(root, &all);
        let mut numbered: Vec<(usize, usize, Diagnostic)> = order
            .into_iter()
            .zip(all)
            .enumerate()
            .map(|(index, (place, finding))| (place, within.get(&index).copied().unwrap_or(0), finding))
            .collect();
        numbered.sort_by_key(|(place, within, _)| (*place, *within));
        numbered.into_iter().map(|(_, _, finding)| finding).collect()
    }
}

/// A JSON pointer as AWS says it: `/States/A/Choices[0]/Next`; `/` for all of it. `/` itself leads to the whole.
fn location(root: &Map<String, Value>, pointer: &str) -> String {
    let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let Some(first) = steps.next().filter(|step| !step.is_empty()) else { return "/".to_owned() };
    let (mut out, mut here) = (format!("/{first}"), root.get(&first));
    for step in steps {
        if let Some(Value::Array(items)) = here {
            out = format!("{out}[{step}]");
            here = step.parse::<usize>().ok().and_then(|index| items.get(index));
        } else {
            out.push('/');
            out.push_str(&step);
            here = here.and_then(|value| value.get(&step));
        }
    }
    out
}

/// For each finding the place of its value among all values of the document. What is not there counts as what it is
/// not in.
fn order(root: &Map<String, Value>, findings: &[Diagnostic]) -> Vec<usize> {
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    // Every way to a place that is wanted, so that the walk goes nowhere else.
    let mut ways: HashMap<&str, bool> = HashMap::new();
    for finding in findings {
        let mut at = finding.place.pointer.as_deref().unwrap_or_default();
        wanted.insert(at, 0);
        while let Some((before, _)) = at.rsplit_once('/') {
            if ways.insert(before, true).is_some() {
                break;
            }
            at = before;
        }
    }
    let mut seen = 0;
    members(root, "", &ways, &mut wanted, &mut seen);
    let place = |finding: &Diagnostic| {
        let mut at = finding.place.pointer.as_deref().unwrap_or_default();
        loop {
            match wanted.get(at) {
                Some(place) if *place > 0 || at.is_empty() => return *place,
                _ => at = at.rsplit_once('/').map_or("", |(before, _)| before),
            }
            if at.is_empty() {
                return wanted.get("").copied().unwrap_or(0);
            }
        }
    };
    findings.iter().map(place).collect()
}

fn visit<'a>(
    value: &Value,
    here: &str,
    ways: &HashMap<&'a str, bool>,
    wanted: &mut HashMap<&'a str, usize>,
    seen: &mut usize,
) {
    *seen += 1;
    if let Some(place) = wanted.get_mut(here) {
        *place = *seen;
    }
    if !ways.contains_key(here) {
        return;
    }
    match value {
        Value::Object(map) => members(map, here, ways, wanted, seen),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &format!("{here}/{index}"), ways, wanted, seen);
            }
        }
        _ => {}
    }
}

fn members<'a>(
    map: &Map<String, Value>,
    here: &str,
    ways: &HashMap<&'a str, bool>,
    wanted: &mut HashMap<&'a str, usize>,
    seen: &mut usize,
) {
    for (key, value) in map {
        visit(value, &pointer(here, key), ways, wanted, seen);
    }
}
