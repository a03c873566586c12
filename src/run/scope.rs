//! What expressions may see besides the data: variables and the context object.

use serde_json::Value;
use std::sync::Arc;

/// JSON that is shared, not copied, on its way from state to state.
pub(super) type Data = Arc<Value>;

/// The variables of one machine, over those of the machine that it is nested in.
///
/// Assigning never touches an outer scope: AWS refuses definitions that assign an outer name inside.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(Option<Arc<Node>>);

#[derive(Clone, Debug, Default)]
struct Node {
    outer: Variables,
    own: Vec<(String, Data)>,
}

impl Variables {
    /// A scope inside this one.
    pub(super) fn inner(&self) -> Variables {
        Variables(Some(Arc::new(Node { outer: self.clone(), own: Vec::new() })))
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&Data> {
        let mut scope = self;
        while let Some(node) = &scope.0 {
            if let Some((_, value)) = node.own.iter().find(|(own, _)| own == name) {
                return Some(value);
            }
            scope = &node.outer;
        }
        None
    }

    /// Sets a variable of this scope.
    pub(super) fn set(&mut self, name: &str, value: Data) {
        let node = Arc::make_mut(self.0.get_or_insert_with(Arc::default));
        match node.own.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => *old = value,
            None => node.own.push((name.to_owned(), value)),
        }
    }

    /// All that can be seen, inner ones first; an outer variable behind an inner one of its name is left out.
    pub(super) fn all(&self) -> Vec<(&str, &Data)> {
        let mut out: Vec<(&str, &Data)> = Vec::new();
        let mut scope = self;
        while let Some(node) = &scope.0 {
            for (name, value) in &node.own {
                if !out.iter().any(|(known, _)| known == name) {
                    out.push((name, value));
                }
            }
            scope = &node.outer;
        }
        out
    }
}
