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
            example.trim(),
            instead.trim(),
        )
    }
}
