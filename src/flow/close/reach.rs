//! Which states can be reached, and whether any way ends.

use super::super::node::{Node, Target};
use super::{Closing, Local};
use crate::asl::Kind;
use crate::diagnostic::{Diagnostic, pointer};
use std::collections::VecDeque;

impl Closing {
    /// Reports states that nothing leads to, and a machine that never ends.
    pub(super) fn reach(&mut self, nodes: &VecDeque<Box<Node>>, local: &Local, start: &str, base: &str) {
        let mut seen = vec![false; nodes.len()];
        let mut waiting: Vec<usize> = local.get(start).copied().into_iter().collect();
        let mut ends = waiting.is_empty();
        while let Some(index) = waiting.pop() {
            let (Some(node), Some(seen)) = (nodes.get(index), seen.get_mut(index)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            // A state without `Next` that is no Choice ends here, be it by its type or by `End` in its JSON.
            ends |= match &node.next {
                Some(Target::Open) => true,
                Some(Target::To(..)) => false,
                None => node.kind != Kind::Choice,
            };
            let exits = node.catches.iter().chain(&node.rules).map(|exit| &exit.target);
            for target in node.next.iter().chain(&node.default).chain(exits) {
                let Target::To(name, _) = target else { continue };
                match local.get(name) {
                    Some(next) => waiting.push(*next),
                    // A way to nowhere has a finding of its own; where it was meant to lead, there may be an end.
                    None => ends = true,
                }
            }
        }
        let reached = |node: &Node| {
            local.get(&node.name).and_then(|index| seen.get(*index)).is_some_and(|reached| *reached)
        };
        for node in nodes.iter().filter(|node| !reached(node)) {
            self.findings.push(
                Diagnostic::error("unreachable-state", format!("no way leads to state `{}`", node.name))
                    .state(&*node.name)
                    .pointer(pointer(base, &node.name))
                    .origin(node.origin.clone())
                    .help("join it with `then`, a rule, a catch or `go_to`, or leave it out"),
            );
        }
        if !ends && let Some(first) = local.get(start).and_then(|index| nodes.get(*index)) {
            self.findings.push(
                Diagnostic::error("no-end", format!("the machine that begins with `{start}` never ends"))
                    .state(start)
                    .pointer(pointer(base, start))
                    .origin(first.origin.clone())
                    .help("let one way end: in a Succeed or Fail state, or in a state that nothing follows"),
            );
        }
    }
}
