//! Joining flows.

use super::node::{Exit, Node, Target};
use crate::diagnostic::{Diagnostic, Origin};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Some states, where they begin, and the ends that are still open.
///
/// Every state turns into one; so `then`, `catch`, `when` and `branch` take states and flows alike.
///
/// ```
/// use stepwright::prelude::*;
///
/// let flow = Pass::new("First").then(Wait::seconds("Breathe", secs(5))).then(Succeed::new("Done"));
/// # let _ = flow;
/// ```
#[derive(Clone, Debug)]
pub struct Flow {
    pub(crate) nodes: VecDeque<Box<Node>>,
    pub(crate) entry: Entry,
    pub(crate) open: Vec<Slot>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// Where a flow begins.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// At a state, which may stand elsewhere; with the line of the jump, where it is one.
    At(Arc<str>, Option<Origin>),
    /// Nowhere: whatever follows is the beginning.
    Through,
}

/// An open end: which node, counted from the last, and which of its ways out.
///
/// Counted from the last, because joining mostly prepends to what is already there; then nothing has to be
/// renumbered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) from_end: usize,
    pub(crate) exit: Way,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    Next,
    Rule(usize),
    Default,
    Catch(usize),
}

/// A jump to a state that stands elsewhere in the same machine: for loops and for ends that meet again.
///
/// A name that no state has is a finding, with the line of this call.
///
/// ```
/// use stepwright::prelude::*;
///
/// let poll = Wait::seconds("Breathe", secs(30)).then(Pass::new("Ask")).then(
///     Choice::new("Ready?")
///         .when(path("$.ready").equals(true), Succeed::new("Done"))
///         .otherwise(go_to("Breathe")),
/// );
/// # let _ = poll;
/// ```
#[track_caller]
pub fn go_to(state: &str) -> Flow {
    Flow {
        nodes: VecDeque::new(),
        entry: Entry::At(state.into(), Some(Origin::here())),
        open: Vec::new(),
        findings: Vec::new(),
    }
}

/// No state at all: a rule, a default or a catch that goes straight on to whatever follows.
///
/// ```
/// use stepwright::prelude::*;
///
/// let flow = Choice::new("Discount?")
///     .when(path("$.total").greater_than(100), Pass::new("Discount"))
///     .otherwise(go_on())
///     .then(Succeed::new("Done"));
/// # let _ = flow;
/// ```
pub fn go_on() -> Flow {
    Flow { nodes: VecDeque::new(), entry: Entry::Through, open: Vec::new(), findings: Vec::new() }
}

impl Flow {
    pub(crate) fn of(node: Box<Node>) -> Self {
        let open = match &node.next {
            Some(Target::Open) => vec![Slot { from_end: 0, exit: Way::Next }],
            _ => Vec::new(),
        };
        let entry = Entry::At(node.name.clone(), None);
        Flow { nodes: VecDeque::from([node]), entry, open, findings: Vec::new() }
    }

    /// The flow of a state given as JSON, whose catchers and rules may be open without a way of their own.
    pub(crate) fn of_raw(node: Box<Node>, sides: &[(Way, Flow)]) -> Self {
        let ways = |exits: &[Exit], way: fn(usize) -> Way| -> Vec<Way> {
            let open = exits.iter().enumerate().filter(|(_, exit)| exit.target == Target::Open);
            open.map(|(index, _)| way(index))
                .filter(|way| !sides.iter().any(|(side, _)| side == way))
                .collect()
        };
        let rules = ways(&node.rules, Way::Rule);
        let catches = ways(&node.catches, Way::Catch);
        let mut flow = Flow::of(node);
        flow.open.extend(rules.into_iter().chain(catches).map(|exit| Slot { from_end: 0, exit }));
        flow
    }

    /// Joins every open end to the beginning of `next`, and goes on from there.
    ///
    /// Where nothing is open any more (all ways end in Succeed, Fail or a jump), what follows cannot be reached,
    /// which is a finding.
    #[track_caller]
    pub fn then(mut self, next: impl Into<Flow>) -> Flow {
        let mut next = next.into();
        let Entry::At(name, jump) = &next.entry else {
            // Nothing follows here; the ends stay open.
            next.findings.splice(0..0, self.findings.drain(..));
            self.findings = next.findings;
            return self;
        };
        if matches!(self.entry, Entry::Through) {
            return next;
        }
        let open = std::mem::take(&mut self.open);
        if open.is_empty() && next.nodes.is_empty() {
            self.findings.push(
                Diagnostic::error("unreachable-jump", format!("nothing is left open to go on to `{name}`"))
                    .origin(Origin::here())
                    .help("leave this `then` out, or open a way with `go_on()`"),
            );
        }
        for slot in open {
            self.connect(slot, name, jump.as_ref());
        }
        let slots = std::mem::take(&mut next.open);
        self.append(next.nodes, next.findings);
        self.open = slots;
        self
    }

    /// Renames every state, here and inside nested flows, and the jumps between them.
    ///
    /// A jump to a state outside of the flow stays as it is.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let charge = Pass::new("Charge").then(Pass::new("Note"));
    /// let both = Parallel::new("Both")
    ///     .branch(charge.clone().prefixed("Left "))
    ///     .branch(charge.prefixed("Right "));
    /// # let _ = both;
    /// ```
    pub fn prefixed(mut self, prefix: &str) -> Flow {
        self.rename(prefix);
        self
    }

    fn rename(&mut self, prefix: &str) {
        let own: HashSet<Arc<str>> = self.nodes.iter().map(|node| node.name.clone()).collect();
        if let Entry::At(name, _) = &mut self.entry
            && own.contains(name)
        {
            *name = [prefix, &**name].concat().into();
        }
        for node in &mut self.nodes {
            node.name = [prefix, &*node.name].concat().into();
            for target in node.targets_mut() {
                if let Target::To(name, _) = target
                    && own.contains(name)
                {
                    *name = [prefix, &**name].concat().into();
                }
            }
            for finding in &mut node.findings {
                if let Some(state) = &mut finding.place.state {
                    state.insert_str(0, prefix);
                }
            }
            for inner in &mut node.inner {
                inner.flow.rename(prefix);
            }
        }
    }

    /// Adds a state's side way (a rule, a default, a catch) to the flow that begins with that state.
    pub(crate) fn side(&mut self, way: Way, side: Flow) {
        let last = self.nodes.len().saturating_sub(1);
        let slot = Slot { from_end: last, exit: way };
        match &side.entry {
            Entry::At(name, jump) => self.connect(slot, name, jump.as_ref()),
            Entry::Through => self.open.push(slot),
        }
        let added = side.nodes.len();
        for slot in &mut self.open {
            slot.from_end += added;
        }
        self.append(side.nodes, side.findings);
        self.open.extend(side.open);
    }

    fn connect(&mut self, slot: Slot, name: &Arc<str>, jump: Option<&Origin>) {
        let Some(index) = self.nodes.len().checked_sub(slot.from_end + 1) else { return };
        let Some(node) = self.nodes.get_mut(index) else { return };
        let target = match slot.exit {
            Way::Next => node.next.as_mut(),
            Way::Default => node.default.as_mut(),
            Way::Rule(index) => node.rules.get_mut(index).map(|exit| &mut exit.target),
            Way::Catch(index) => node.catches.get_mut(index).map(|exit| &mut exit.target),
        };
        if let Some(target) = target {
            *target = Target::To(Arc::clone(name), jump.cloned());
        }
    }

    /// Puts nodes behind these, moving whichever side is smaller.
    fn append(&mut self, mut nodes: VecDeque<Box<Node>>, findings: Vec<Diagnostic>) {
        if nodes.len() > self.nodes.len() {
            while let Some(node) = self.nodes.pop_back() {
                nodes.push_front(node);
            }
            self.nodes = nodes;
        } else {
            self.nodes.append(&mut nodes);
        }
        self.findings.extend(findings);
    }
}
