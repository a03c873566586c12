//! Walking through an expression in the order in which it is evaluated, with the names that are bound.

use super::tree::{Node, NodeKind};
use rustc_hash::FxHashMap;

/// What is known where a part of an expression is evaluated.
pub(super) struct Surroundings<'s, 'a> {
    scopes: &'s Scopes<'a>,
    /// Whether `$` and names of fields mean an item of something in the expression, and not what all of it looks at.
    pub(super) item: bool,
    /// Whether it is a path, or a part of one that goes on no further.
    pub(super) whole_path: bool,
}

impl Surroundings<'_, '_> {
    /// Whether the expression gives this variable a value before it is needed here.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.scopes.is_bound(name)
    }
}

/// Hands every part to `visit`, each before its own parts.
pub(super) fn walk<'a>(root: &'a Node, visit: &mut dyn FnMut(&'a Node, &Surroundings<'_, 'a>)) {
    let mut walker = Walker { scopes: Scopes::default(), visit };
    walker.scopes.open(std::iter::once(root));
    walker.part(root, false);
}

/// The scopes that are open. A block and a function have one each; so has a path, for the names of its items.
#[derive(Default)]
struct Scopes<'a> {
    open: Vec<Scope<'a>>,
    /// In how many of them a name has a value.
    bound: FxHashMap<&'a str, usize>,
    /// Which of them give a name its value sooner or later, the outermost first.
    assigned: FxHashMap<&'a str, Vec<usize>>,
    /// What runs later, such as the body of a function, sees all that the scopes around it will hold: how many those are.
    around: usize,
}

#[derive(Default)]
struct Scope<'a> {
    /// Whether assignments in it bind there. A path's do not.
    assigns: bool,
    bound: Vec<&'a str>,
    assigned: Vec<&'a str>,
}

impl<'a> Scopes<'a> {
    fn is_bound(&self, name: &str) -> bool {
        let now = self.bound.get(name).is_some_and(|count| *count > 0);
        now || self
            .assigned
            .get(name)
            .and_then(|scopes| scopes.first())
            .is_some_and(|scope| *scope < self.around)
    }

    /// Opens the scope in which `parts` are evaluated.
    fn open(&mut self, parts: impl Iterator<Item = &'a Node>) {
        let mut assigned = Vec::new();
        parts.for_each(|part| assignments(part, &mut assigned));
        for name in &assigned {
            self.assigned.entry(name).or_default().push(self.open.len());
        }
        self.open.push(Scope { assigns: true, bound: Vec::new(), assigned });
    }

    fn close(&mut self) {
        let Some(scope) = self.open.pop() else { return };
        for name in scope.bound {
            if let Some(count) = self.bound.get_mut(name) {
                *count = count.saturating_sub(1);
            }
        }
        for name in scope.assigned {
            if let Some(scopes) = self.assigned.get_mut(name) {
                scopes.pop();
            }
        }
    }

    /// Binds a name in the innermost scope, or in the innermost that takes assignments.
    fn bind(&mut self, name: &'a str, assignment: bool) {
        let scope = self.open.iter_mut().rev().find(|scope| scope.assigns || !assignment);
        if let Some(scope) = scope {
            scope.bound.push(name);
            *self.bound.entry(name).or_default() += 1;
        }
    }
}

/// The names that are assigned in the scope that a part belongs to.
fn assignments<'a>(part: &'a Node, names: &mut Vec<&'a str>) {
    match &part.kind {
        NodeKind::Block(_) | NodeKind::Lambda { .. } => return,
        NodeKind::Assign { variable, .. } => names.push(&variable.name),
        _ => {}
    }
    part.each_child(&mut |child| assignments(child, names));
}

struct Walker<'a, 'v> {
    scopes: Scopes<'a>,
    visit: &'v mut dyn FnMut(&'a Node, &Surroundings<'_, 'a>),
}

impl<'a> Walker<'a, '_> {
    fn show(&mut self, node: &'a Node, item: bool, whole_path: bool) {
        (self.visit)(node, &Surroundings { scopes: &self.scopes, item, whole_path });
    }

    /// A part that is not a step of a path.
    fn part(&mut self, node: &'a Node, item: bool) {
        self.show(node, item, true);
        if is_path(node) {
            self.scopes.open.push(Scope::default());
            self.path(node, item);
            self.scopes.close();
        } else {
            self.inside(node, item);
        }
    }

    /// What is inside of a part that is no path.
    fn inside(&mut self, node: &'a Node, item: bool) {
        match &node.kind {
            NodeKind::Block(parts) => {
                self.scopes.open(parts.iter());
                parts.iter().for_each(|part| self.part(part, item));
                self.scopes.close();
            }
            NodeKind::Lambda { parameters, body, .. } => self.later(|walker| {
                walker.scopes.open(std::iter::once(&**body));
                parameters.iter().for_each(|parameter| walker.scopes.bind(&parameter.name, false));
                walker.part(body, item);
                walker.scopes.close();
            }),
            NodeKind::Transform { .. } => self.later(|walker| {
                node.each_child(&mut |child| walker.part(child, true));
            }),
            NodeKind::Assign { variable, value } => {
                self.part(value, item);
                self.scopes.bind(&variable.name, true);
            }
            _ => node.each_child(&mut |child| self.part(child, item)),
        }
    }

    /// What is inside of a path, or of a part of one.
    fn path(&mut self, node: &'a Node, item: bool) {
        let step = |walker: &mut Self, node: &'a Node, item| {
            walker.show(node, item, false);
            if is_path(node) {
                walker.path(node, item);
            } else {
                walker.inside(node, item);
            }
        };
        match &node.kind {
            NodeKind::Step { left, right } => {
                step(self, left, item);
                step(self, right, true);
            }
            NodeKind::Filter { of, by } => {
                step(self, of, item);
                self.part(by, true);
            }
            NodeKind::Group { of, members } => {
                step(self, of, item);
                for (key, value) in members {
                    self.part(key, true);
                    self.part(value, true);
                }
            }
            NodeKind::Sort { of, by } => {
                step(self, of, item);
                by.iter().for_each(|term| self.part(&term.by, true));
            }
            NodeKind::Focus { of, variable } | NodeKind::Index { of, variable } => {
                step(self, of, item);
                self.scopes.bind(&variable.name, false);
            }
            _ => node.each_child(&mut |child| step(self, child, item)),
        }
    }

    /// Goes through what runs later.
    fn later(&mut self, walk: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.scopes.around, self.scopes.open.len());
        walk(self);
        self.scopes.around = around;
    }
}

fn is_path(node: &Node) -> bool {
    matches!(
        node.kind,
        NodeKind::Step { .. }
            | NodeKind::Filter { .. }
            | NodeKind::Group { .. }
            | NodeKind::Sort { .. }
            | NodeKind::Focus { .. }
            | NodeKind::Index { .. }
            | NodeKind::KeepArray(_)
    )
}
