//! The signature of a function that an expression defines: `<s-n?:s>`.

use super::error::{NO_SIGNATURE, SyntaxError};
use super::regex;
use super::token::{Token, TokenKind};
use super::tree::Span;

/// A signature as JSONata puts it together from words and signs, each character with its place in the expression.
#[derive(Default)]
pub(super) struct Signature {
    characters: Vec<(char, usize)>,
}

/// An argument, as far as it was read.
#[derive(Default)]
struct Argument {
    /// Whether there is one: signs may stand before the first.
    counts: bool,
    /// Whether it may have a parameter.
    takes_parameter: bool,
    /// The signs behind it; `-` counts as `?`.
    signs: Vec<char>,
    /// What JavaScript would refuse of the regular expression that JSONata makes of it.
    fault: Option<Fault>,
}

type Fault = (usize, &'static str);

impl Signature {
    /// Adds what a word or a sign means: of a text what is quoted, of a number its value.
    pub(super) fn push(&mut self, token: &Token<'_>, text: &str) {
        let meaning = match &token.kind {
            TokenKind::Text(text) => text.clone(),
            TokenKind::Number(number) => in_javascript(*number),
            TokenKind::Name(name) | TokenKind::Variable(name) => (*name).to_owned(),
            _ => token.span.of(text).to_owned(),
        };
        let literal = meaning.len() == token.span.end - token.span.start;
        let place = |offset| token.span.start + if literal { offset } else { 0 };
        self.characters.extend(meaning.char_indices().map(|(offset, c)| (c, place(offset))));
    }

    fn character(&self, at: usize) -> Option<char> {
        self.characters.get(at).map(|(c, _)| *c)
    }

    /// Says what JSONata would refuse. It makes a regular expression of the arguments, and passes over most of what
    /// means nothing.
    pub(super) fn check(&self, text: &str) -> Result<(), SyntaxError> {
        let error = |code, (at, message): Fault| {
            let start = self.characters.get(at).map_or(text.len(), |(_, offset)| *offset);
            let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            SyntaxError::new(code, text, Span { start, end: start + length }, message)
        };
        let mut fault: Option<Fault> = None;
        let mut argument = Argument::default();
        let mut at = 1;
        while let Some(c) = self.character(at) {
            match c {
                ':' => break,
                's' | 'n' | 'b' | 'l' | 'o' | 'a' | 'f' | 'j' | 'x' => {
                    fault = fault.or(argument.fault.filter(|_| argument.counts));
                    argument = Argument {
                        counts: true,
                        takes_parameter: matches!(c, 'a' | 'f'),
                        ..Argument::default()
                    };
                }
                '-' => {
                    if let Some(fault) = argument.fault {
                        return Err(error(NO_SIGNATURE, fault));
                    }
                    argument.sign('?', at);
                }
                '?' | '+' => argument.sign(c, at),
                '(' => {
                    fault = fault.or(argument.fault.filter(|_| argument.counts));
                    let end = self.closing(at, '(', ')');
                    let choice: String = (at + 1..end).filter_map(|at| self.character(at)).collect();
                    if choice.contains('<') {
                        return Err(error(
                            "S0402",
                            (at, "an argument of several types takes none with a parameter"),
                        ));
                    }
                    argument = Argument { counts: true, ..Argument::default() };
                    if regex::check(&format!("[{choice}m]")).is_err() {
                        argument.fault = Some((at, "what stands in these parentheses is no list of types"));
                    }
                    at = end;
                }
                '<' if argument.takes_parameter => at = self.closing(at, '<', '>'),
                '<' => {
                    return Err(error(
                        "S0401",
                        (at, "only an array and a function, `a` and `f`, have a parameter"),
                    ));
                }
                _ => {}
            }
            at += 1;
        }
        fault
            .or(argument.fault.filter(|_| argument.counts))
            .map_or(Ok(()), |fault| Err(error(NO_SIGNATURE, fault)))
    }

    /// Where the bracket that opens at `start` ends; the end of the signature if nowhere.
    fn closing(&self, start: usize, open: char, close: char) -> usize {
        let mut depth = 1;
        let mut at = start + 1;
        while let Some(c) = self.character(at) {
            if c == close {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            } else if c == open {
                depth += 1;
            }
            at += 1;
        }
        at
    }
}

impl Argument {
    /// A regular expression takes `?`, `+`, `??` and `+?` behind something, and no more.
    fn sign(&mut self, sign: char, at: usize) {
        self.signs.push(sign);
        if !matches!(self.signs[..], ['?' | '+'] | ['?' | '+', '?']) {
            self.fault = self.fault.or(Some((at, "what stands before it is optional or repeated already")));
        }
    }
}

/// A number as JavaScript writes it.
fn in_javascript(number: f64) -> String {
    if number == 0.0 || (1e-6..1e21).contains(&number) {
        return number.to_string();
    }
    let written = format!("{number:e}");
    if written.contains("e-") { written } else { written.replacen('e', "e+", 1) }
}
