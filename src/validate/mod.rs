//! What is wrong with a definition: what AWS refuses when a state machine is created, and what it only finds when one
//! runs.
//!
//! ```
//! use stepwright::asl::source::Format;
//! use stepwright::validate::{Options, validate};
//!
//! let text = r#"{
//!   "StartAt": "Ship",
//!   "States": { "Ship": { "Type": "Pass", "Next": "Dnoe" }, "Done": { "Type": "Succeed" } }
//! }"#;
//! let findings = validate(text, Format::Json, &Options::default());
//! assert_eq!(findings[0].to_string(), "error[unknown-next]: state `Ship` goes on to `Dnoe`, which does not exist
//!   at 3:49 /States/Ship/Next
//!   help: there is a state `Done`");
//! assert_eq!(findings[0].aws.as_ref().unwrap().code, "MISSING_TRANSITION_TARGET");
//! ```
//!
//! A definition is walked once, into a [`Subject`]: machines, states, the objects they consist of, and the expressions
//! in them. Every rule looks at that and says what it finds; [`RULES`] lists them. A rule is one file under `rules`, and
//! its name is its code: `synth explain RULE` shows its page.
//!
//! Whatever is wrong comes back at once, in document order. Errors are what AWS refuses; warnings are what it takes and
//! what fails later, or waits for nothing; advice is what most people come to do.
//!
//! [`validate_template`] judges the definitions of a template, with what it binds; [`validate_together`] what its machines
//! have in common.

mod calls;
mod errors;
mod findings;
mod here;
mod options;
mod rule;
mod rules;
mod scopes;
mod site;
mod subject;
mod template;

use calls::Calls;
pub use findings::Findings;
use findings::Source;
pub use options::{Options, Workflow};
pub use rule::Rule;
pub use rules::RULES;
use scopes::Scopes;
use site::placeholders;
pub use site::{Reading, Said, Site, is_placeholder};
pub use subject::{Field, Machine, Object, Sort, State, Subject, Transition};

pub use template::{InTemplate, is_template, validate_template, validate_together};

use crate::asl::Definition;
use crate::asl::source::Format;
use crate::diagnostic::{Aws, Diagnostic, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is wrong with the text of a definition, in document order; with lines and columns.
///
/// Whatever the text is, it never panics: what cannot be read is a finding as well.
pub fn validate(text: impl AsRef<[u8]>, format: Format, options: &Options) -> Vec<Diagnostic> {
    let bytes = text.as_ref();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return vec![not_text(bytes, error.valid_up_to())],
    };
    let read = match format {
        Format::Json => Definition::read_all(text),
        #[cfg(feature = "yaml")]
        Format::Yaml => Definition::read_yaml(text).map(|definition| (definition, Vec::new())),
        #[cfg(not(feature = "yaml"))]
        Format::Yaml => {
            Err(Diagnostic::error("malformed-definition", "this build of stepwright reads no YAML")
                .help("build it with its feature `yaml`"))
        }
    };
    match read {
        Ok((definition, repeated)) => {
            let mut findings = check(&definition, options, text.len());
            findings.all.extend(repeated);
            findings.finish(definition.json(), Some(Source { text, format, at: "" }))
        }
        Err(finding) => {
            let aws = Aws::new("INVALID_JSON_DESCRIPTION", "the definition is no JSON object");
            vec![finding.aws(aws)]
        }
    }
}

/// Everything that is wrong with a definition, in document order.
///
/// ```
/// use stepwright::asl::Definition;
/// use stepwright::validate::{Options, validate_definition};
///
/// let definition = Definition::read(r#"{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#)?;
/// assert!(validate_definition(&definition, &Options::default()).is_empty());
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
pub fn validate_definition(definition: &Definition, options: &Options) -> Vec<Diagnostic> {
    let length = crate::asl::length_of_entries(definition.json()) + 1;
    check(definition, options, length).finish(definition.json(), None)
}

fn check(definition: &Definition, options: &Options, length: usize) -> Findings {
    let subject = Subject::of(definition, options, length);
    let mut findings = Findings::default();
    for rule in RULES {
        if let Some(check) = rule.check {
            check(&subject, &mut findings);
        }
    }
    findings
}

/// The variables that each state refers to, as `DescribeStateMachine` lists them; states without any are left out.
///
/// ```
/// use stepwright::asl::Definition;
/// use stepwright::validate::variable_references;
///
/// let text = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","OutputPath":"$total","End":true}}}"#;
/// let references = variable_references(&Definition::read(text)?);
/// assert!(references["A"].contains("total"));
/// # Ok::<(), stepwright::diagnostic::Diagnostic>(())
/// ```
///
/// Checked against
/// <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html>.
pub fn variable_references(definition: &Definition) -> BTreeMap<String, BTreeSet<String>> {
    let options = Options::default();
    let subject = Subject::of(definition, &options, 0);
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for site in &subject.sites {
        let (Some(state), names) = (subject.states.get(site.state), site.variables()) else { continue };
        if !names.is_empty() {
            let known = out.entry(state.name.to_owned()).or_default();
            known.extend(names.into_keys());
        }
    }
    out
}

fn not_text(bytes: &[u8], at: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Diagnostic::error("malformed-definition", "it is not UTF-8, which JSON and YAML are written in")
        .position(Position { line, column })
        .aws(Aws::new("INVALID_JSON_DESCRIPTION", "the definition is no JSON object"))
        .help("save the file as UTF-8")
}
