//! What an expression refers to: variables, `$states`.

use super::Jsonata;
use super::functions::function;
use super::scope::walk;
use super::tree::{Node, NodeKind, Operator, Span};
use std::collections::BTreeSet;

/// A variable of the state machine, where an expression refers to it.
///
/// ```
/// use stepwright::query::jsonata::Jsonata;
///
/// let expression = Jsonata::parse("($tax := 0.2; $total * (1 + $tax))").unwrap();
/// let uses = expression.variables();
/// assert_eq!((uses.len(), uses[0].name.as_str()), (1, "total"));
/// assert_eq!(uses[0].span.of(expression.text()), "$total");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableUse {
    /// Its name, without the `$`.
    pub name: String,
    /// Where it stands, its `$` included.
    pub span: Span,
}

/// `$states`, where an expression refers to it, and the names of what it takes of it.
///
/// ```
/// use stepwright::query::jsonata::Jsonata;
///
/// let expression = Jsonata::parse("$states.input.orders[0].id").unwrap();
/// let states = &expression.states_uses()[0];
/// assert_eq!(states.path, ["input", "orders"]);
/// assert_eq!(states.span.of(expression.text()), "$states.input.orders");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatesUse {
    /// The names of the steps behind it, as far as they are names. Whatever picks or computes ends them.
    pub path: Vec<String>,
    /// From `$states` to the last of them.
    pub span: Span,
}

impl Jsonata {
    /// The variables of the state machine that it refers to, each time it does, in the order of evaluation.
    ///
    /// Those are the ones that are bound nowhere in the expression: not by `:=` in the same block or around it, before or,
    /// for what runs in a function, behind; not as a parameter; not by `@` or `#` earlier in a path. `$`, `$$`, `$states`
    /// and built-in functions are not among them, nor is what is called: the value of a variable is JSON, never a
    /// function, so that [`problems`](Self::problems) has it.
    pub fn variables(&self) -> Vec<VariableUse> {
        let mut uses = Vec::new();
        let mut called = BTreeSet::new();
        walk(self.root(), &mut |node, around| {
            called.extend(callee(node));
            if let NodeKind::Variable(name) = &node.kind {
                let known = matches!(name.as_str(), "" | "$" | "states") || function(name).is_some();
                if !known && !around.is_bound(name) && !called.contains(&node.span.start) {
                    uses.push(VariableUse { name: name.clone(), span: node.span });
                }
            }
        });
        uses
    }

    /// Where it refers to `$states`, in the order of evaluation. A bare `$states` has no path.
    pub fn states_uses(&self) -> Vec<StatesUse> {
        let mut uses: Vec<StatesUse> = Vec::new();
        walk(self.root(), &mut |node, around| {
            if around.whole_path && !around.is_bound("states") {
                uses.extend(states_use(node));
            }
        });
        uses
    }
}

/// Where the variable stands that a part calls, if it calls one.
fn callee(node: &Node) -> Option<usize> {
    let callee = match &node.kind {
        NodeKind::Call { function, .. } => function,
        NodeKind::Binary { operator: Operator::Apply, right, .. } => right,
        _ => return None,
    };
    matches!(callee.bare().kind, NodeKind::Variable(_)).then_some(callee.span.start)
}

/// `$states` and what is taken of it, if that is where a path begins.
fn states_use(path: &Node) -> Option<StatesUse> {
    let mut steps = Vec::new();
    let mut node = path;
    let start = loop {
        match &node.kind {
            NodeKind::Step { left, right } => {
                steps.push(Some(&**right));
                node = left;
            }
            NodeKind::Filter { of, .. } | NodeKind::Sort { of, .. } | NodeKind::Group { of, .. } => {
                steps.push(None);
                node = of;
            }
            NodeKind::Focus { of, .. } | NodeKind::Index { of, .. } | NodeKind::KeepArray(of) => node = of,
            NodeKind::Variable(name) if name == "states" => break node.span,
            _ => return None,
        }
    };
    let mut found = StatesUse { path: Vec::new(), span: start };
    for step in steps.into_iter().rev() {
        let Some((name, at, ends)) = step.and_then(step_name) else { break };
        found.path.push(name.to_owned());
        found.span = found.span.to(at);
        if ends {
            break;
        }
    }
    Some(found)
}

/// The name of the field that a step takes, where it stands, and whether something is picked from it.
fn step_name(step: &Node) -> Option<(&str, Span, bool)> {
    let mut node = step;
    let mut ends = false;
    loop {
        match &node.kind {
            NodeKind::Name(name) | NodeKind::Text(name) => return Some((name, node.span, ends)),
            NodeKind::Filter { of, .. } => {
                ends = true;
                node = of;
            }
            NodeKind::Focus { of, .. } | NodeKind::Index { of, .. } | NodeKind::KeepArray(of) => node = of,
            _ => return None,
        }
    }
}
