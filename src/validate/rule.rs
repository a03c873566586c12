//! What a rule is.

use super::findings::Findings;
use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Severity};

/// One thing that may be wrong with a definition.
///
/// ```
/// use stepwright::validate::Rule;
///
/// let rule = Rule::named("unknown-next").unwrap();
/// assert!(rule.page().starts_with("# unknown-next\n"));
/// ```
#[derive(Debug)]
pub struct Rule {
    /// Its name, after what it flags: `unreachable-state`. It is the code of its findings.
    pub name: &'static str,
    /// How much its findings matter, unless one of them says otherwise.
    pub severity: Severity,
    /// What it flags, as half a sentence: `a state that no other state leads to`.
    pub summary: &'static str,
    /// Why that is a problem: sentences.
    pub why: &'static str,
    /// A small definition that has the problem: of a Standard workflow unless it is about Express ones.
    pub example: &'static str,
    /// The same one without it.
    pub instead: &'static str,
    /// The pages it was checked against.
    pub references: &'static [&'static str],
    /// Looks for it; none where it is found while the text is read.
    pub check: Option<fn(&Subject<'_>, &mut Findings)>,
}

impl Rule {
    /// The rule of this name.
    pub fn named(name: &str) -> Option<&'static Rule> {
        super::RULES.iter().copied().find(|rule| rule.name == name)
    }

    /// A finding of this rule.
    pub fn finding(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.severity, self.name, message)
    }

    /// Its page, as Markdown: what it does, why, an example, what to use instead, references.
    pub fn page(&self) -> String {
        let Rule { name, severity, summary, why, example, instead, .. } = self;
        let references: String = self.references.iter().map(|page| format!("- <{page}>\n")).collect();
        format!(
            "# {name}\n\n## What it does\n\nFinds {summary}. Severity: {severity}.\n\n## Why\n\n{why}\n\n\
             ## Example\n\n```json\n{}\n```\n\n## Use instead\n\n```json\n{}\n```\n\n## References\n\n{references}",
            laid_out(example.trim()),
            laid_out(instead.trim()),
        )
    }
}

/// The longest that an object or a list may be to stand in one line of a page.
const LINE: usize = 60;

/// JSON, or what is nearly JSON, in lines: whatever is longer than a line has its members below each other. What opens
/// and never closes stays as it is.
fn laid_out(text: &str) -> String {
    let (mut out, mut depth, mut rest) = (String::new(), 0, text);
    // How many of what is open stand in one line, which is all that is within.
    let mut flat = 0;
    while let Some(c) = rest.chars().next() {
        let token = match c {
            '"' => string(rest),
            _ => rest.get(..c.len_utf8()).unwrap_or_default(),
        };
        let broken = |depth: usize| format!("\n{}", "  ".repeat(depth));
        let after = rest.get(token.len()..).unwrap_or_default();
        match c {
            '{' | '[' => {
                let Some(length) = closed(rest) else { return text.to_owned() };
                out.push(c);
                depth += 1;
                if flat > 0 || length <= LINE {
                    flat += 1;
                    rest = after;
                    continue;
                }
                out.push_str(&broken(depth));
                rest = after.trim_start();
                continue;
            }
            '}' | ']' => {
                depth = usize::saturating_sub(depth, 1);
                if flat > 0 {
                    flat -= 1;
                } else {
                    out.truncate(out.trim_end().len());
                    out.push_str(&broken(depth));
                }
                out.push(c);
            }
            ',' if flat == 0 && depth > 0 => {
                out.push(c);
                out.push_str(&broken(depth));
                rest = after.trim_start();
                continue;
            }
            _ => out.push_str(token),
        }
        rest = after;
    }
    out
}

/// The string that a text begins with, quotes included; all of it where the string does not end.
fn string(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return text.get(..=at).unwrap_or(text),
            _ => {}
        }
    }
    text
}

/// The length of what a text begins with and that a bracket closes again.
fn closed(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let c = rest.chars().next()?;
        match c {
            '"' => {
                at += string(rest).len();
                continue;
            }
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}
