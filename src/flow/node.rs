//! One state on its way into a flow.

use super::join::Flow;
use crate::asl::{Kind, QueryLanguage};
use crate::data::{self, Entries, Text, Tree};
use crate::diagnostic::{Diagnostic, Origin};
use crate::iam::Statement;
use std::sync::Arc;

/// A state: its fields as they were said, its ways out, the flows inside it, what it needs.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: Arc<str>,
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
    /// The language that a setter decided on.
    pub(crate) language: Option<QueryLanguage>,
    /// Given as JSON, so that expressions stand in it in their own delimiters.
    pub(crate) raw: bool,
    /// Polled for by a worker of one's own.
    pub(crate) activity: bool,
    pub(crate) fields: Entries,
    pub(crate) retry: Vec<Tree>,
    pub(crate) catches: Vec<Exit>,
    pub(crate) rules: Vec<Exit>,
    pub(crate) default: Option<Target>,
    /// `None` where the type of state has no `Next`.
    pub(crate) next: Option<Target>,
    pub(crate) inner: Vec<Inner>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// A catcher, or a rule of a Choice.
#[derive(Clone, Debug)]
pub(crate) struct Exit {
    pub(crate) condition: Option<super::Condition>,
    pub(crate) fields: Entries,
    pub(crate) target: Target,
}

/// Where a way out leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    /// To whatever follows.
    Open,
    /// To the state of this name; with the line of the jump, where it is one.
    To(Arc<str>, Option<Origin>),
}

/// A flow inside a state.
#[derive(Clone, Debug)]
pub(crate) struct Inner {
    /// The field that holds it: `Branches` or `ItemProcessor`.
    pub(crate) field: &'static str,
    /// What stands beside `StartAt` and `States`.
    pub(crate) extra: Entries,
    pub(crate) flow: Flow,
}

impl Node {
    pub(crate) fn new(name: &str, kind: Kind, origin: Origin) -> Box<Self> {
        let goes_on = !matches!(kind, Kind::Choice | Kind::Succeed | Kind::Fail);
        Box::new(Node {
            name: name.into(),
            kind,
            origin,
            language: None,
            raw: false,
            activity: false,
            fields: Entries::with_capacity(4),
            retry: Vec::new(),
            catches: Vec::new(),
            rules: Vec::new(),
            default: None,
            next: goes_on.then_some(Target::Open),
            inner: Vec::new(),
            statements: Vec::new(),
            findings: Vec::new(),
        })
    }

    /// Sets a field to anything that serializes.
    pub(crate) fn set(&mut self, field: &'static str, value: impl serde::Serialize) {
        self.fields.insert(Text::new_static(field), data::tree(&value));
    }

    /// Adds a finding about one of this state's fields.
    pub(crate) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding.state(&*self.name).origin(self.origin.clone()));
    }

    /// Every way out.
    pub(crate) fn targets_mut(&mut self) -> impl Iterator<Item = &mut Target> {
        let exits = self.catches.iter_mut().chain(&mut self.rules).map(|exit| &mut exit.target);
        self.next.iter_mut().chain(&mut self.default).chain(exits)
    }
}
