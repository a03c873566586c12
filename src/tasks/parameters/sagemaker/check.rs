//! SageMaker: what its requests are checked for, place by place, as far as it is written down.

use crate::asl::{Field, Seconds};
use crate::diagnostic::Diagnostic;
use indexmap::IndexMap;
use std::ops::RangeInclusive;

/// Text by names that the user chooses: environment variables, hyperparameters.
pub(in crate::tasks) type Entries = Field<IndexMap<String, Field<String>>>;

/// Adds an entry, or puts another value in its place. What was an expression for the whole becomes this one entry.
pub(in crate::tasks) fn put(
    entries: &mut Option<Entries>,
    name: impl Into<String>,
    value: impl Into<Field<String>>,
) {
    if !matches!(entries, Some(Field::Literal(_))) {
        *entries = Some(Field::Literal(IndexMap::new()));
    }
    if let Some(Field::Literal(entries)) = entries {
        entries.insert(name.into(), value.into());
    }
}

/// A number that may be out of its range.
pub(in crate::tasks) trait Count {
    /// The number.
    fn count(&self) -> u64;
}

impl Count for u32 {
    fn count(&self) -> u64 {
        u64::from(*self)
    }
}

impl Count for Seconds {
    fn count(&self) -> u64 {
        u64::from(self.0)
    }
}

/// No upper end.
pub(in crate::tasks) const ANY: u64 = u64::MAX;

/// The findings about a request, and the place in it that is being looked at.
pub(in crate::tasks) struct Check {
    findings: Vec<Diagnostic>,
    at: String,
}

impl Check {
    /// Looks at a request, from its parameters down.
    pub(in crate::tasks) fn request(look: impl FnOnce(&mut Check)) -> Vec<Diagnostic> {
        let mut check = Check { findings: Vec::new(), at: "/Parameters".to_owned() };
        look(&mut check);
        check.findings
    }

    /// Looks at a member.
    pub(in crate::tasks) fn within(&mut self, member: &str, look: impl FnOnce(&mut Check)) {
        let length = self.at.len();
        self.at.push('/');
        self.at.push_str(member);
        look(self);
        self.at.truncate(length);
    }

    /// Looks at a member where it is said.
    pub(in crate::tasks) fn inside<T>(
        &mut self,
        member: &str,
        value: Option<&T>,
        look: impl FnOnce(&T, &mut Check),
    ) {
        if let Some(value) = value {
            self.within(member, |check| look(value, check));
        }
    }

    /// Looks at each item of a list, and at how many there are.
    pub(in crate::tasks) fn each<T>(
        &mut self,
        member: &str,
        items: &[T],
        most: usize,
        look: impl Fn(&T, &mut Check),
    ) {
        self.most(member, items.len(), most);
        self.within(member, |check| {
            for (index, item) in items.iter().enumerate() {
                check.within(&index.to_string(), |check| look(item, check));
            }
        });
    }

    /// Reports something about a member; an empty one is the place itself.
    pub(in crate::tasks) fn error(&mut self, code: &'static str, member: &str, message: String, help: &str) {
        let pointer = if member.is_empty() { self.at.clone() } else { format!("{}/{member}", self.at) };
        let mut finding = Diagnostic::error(code, message).pointer(pointer);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        self.findings.push(finding);
    }

    /// Warns about a member.
    pub(in crate::tasks) fn warn(&mut self, code: &'static str, member: &str, message: String, help: &str) {
        self.findings
            .push(Diagnostic::warning(code, message).pointer(format!("{}/{member}", self.at)).help(help));
    }

    /// A number in its range.
    pub(in crate::tasks) fn range<T: Count>(
        &mut self,
        member: &str,
        value: Option<&Field<T>>,
        range: RangeInclusive<u64>,
    ) {
        let Some(Field::Literal(value)) = value else { return };
        let value = value.count();
        if range.contains(&value) {
            return;
        }
        let message = match (*range.start(), *range.end()) {
            (least, ANY) => format!("`{member}` is {value}, it has to be {least} at least"),
            (least, most) => format!("`{member}` is {value}, it can be {least} to {most}"),
        };
        self.error("out-of-range", member, message, "");
    }

    /// A list that is not too long.
    pub(in crate::tasks) fn most(&mut self, member: &str, count: usize, most: usize) {
        if count > most {
            let message = format!("`{member}` has {count} items, it can have {most}");
            self.error("too-many-items", member, message, "");
        }
    }

    /// A map that is not too large.
    pub(in crate::tasks) fn entries(&mut self, member: &str, entries: Option<&Entries>, most: usize) {
        if let Some(Field::Literal(entries)) = entries {
            self.most(member, entries.len(), most);
        }
    }

    /// A text that is not too long.
    pub(in crate::tasks) fn length(&mut self, member: &str, text: Option<&Field<String>>, most: usize) {
        let Some(Field::Literal(text)) = text else { return };
        let length = text.chars().count();
        if length > most {
            let message = format!("`{member}` has {length} characters, it can have {most}");
            self.error("too-long", member, message, "");
        }
    }

    /// A name: letters, digits and hyphens, with a letter or digit at both ends.
    pub(in crate::tasks) fn name(&mut self, member: &str, name: &Field<String>, most: usize) {
        self.length(member, Some(name), most);
        let Field::Literal(name) = name else { return };
        let inside = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let ends = [name.chars().next(), name.chars().last()];
        if !inside || !ends.iter().all(|c| c.is_some_and(|c| c.is_ascii_alphanumeric())) {
            let help = "it has letters, digits and hyphens, and neither begins nor ends with a hyphen";
            self.error("malformed-name", member, format!("`{name}` is no name that SageMaker takes"), help);
        }
    }

    /// The name of what is created, which can be taken once only.
    pub(in crate::tasks) fn new_name(&mut self, member: &str, name: &Field<String>, most: usize, what: &str) {
        self.name(member, name, most);
        if matches!(name, Field::Literal(_)) {
            let message = format!("every execution would give the {what} the same name");
            let help = "names are taken once in an account and region: make it from the input, as \
                        `intrinsic::format(\"orders-{}\", [path(\"$.id\")])`";
            self.warn("fixed-name", member, message, help);
        }
    }

    /// A place in S3.
    pub(in crate::tasks) fn s3(&mut self, member: &str, uri: Option<&Field<String>>) {
        let Some(Field::Literal(uri)) = uri else { return };
        if !uri.starts_with("s3://") && !uri.starts_with("https://") {
            let help = "a place is a bucket and a prefix: `s3://bucket/prefix/`";
            self.error("malformed-location", member, format!("`{uri}` is no place in S3"), help);
        }
    }
}
