//! Fewer statements that permit exactly the same.

use super::{Condition, Effect, Statement};
use crate::reference::Property;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// Joins statements that differ only in their actions, then those that differ only in their resources.
///
/// The order is that of first appearance. Statements under different conditions are never joined, nor are those
/// that name their own machine with those that do not, nor those of different roles.
///
/// ```
/// use stepwright::iam::{Statement, merge};
///
/// let merged = merge([
///     Statement::allow(["sqs:SendMessage"]).on("arn:aws:sqs:eu-west-1:123456789012:a"),
///     Statement::allow(["sqs:SendMessage"]).on("arn:aws:sqs:eu-west-1:123456789012:b"),
/// ]);
/// assert_eq!(merged.len(), 1);
/// assert_eq!(merged[0].resources.len(), 2);
/// ```
pub fn merge(statements: impl IntoIterator<Item = Statement>) -> Vec<Statement> {
    let same_resources =
        join(statements, Shared::Resources, |have, more| add(&mut have.actions, more.actions));
    let mut merged =
        join(same_resources, Shared::Actions, |have, mut more| have.resources.append(&mut more.resources));
    for statement in &mut merged {
        once(&mut statement.resources);
        once(&mut statement.reasons);
    }
    merged
}

/// What statements that are joined have in common, beside effect, conditions, and whether they name their own machine.
#[derive(Clone, Copy)]
enum Shared {
    Resources,
    Actions,
}

/// A statement's part in being alike: all but the reasons, and what the other ones may differ in.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'a> {
    effect: Effect,
    names_own_machine: bool,
    role: Option<&'a str>,
    conditions: &'a [Condition],
    resources: &'a [Property<String>],
    actions: &'a [Cow<'static, str>],
}

impl Shared {
    fn of(self, statement: &Statement) -> Alike<'_> {
        Alike {
            effect: statement.effect,
            names_own_machine: statement.names_own_machine,
            role: statement.role.as_deref(),
            conditions: &statement.conditions,
            resources: if matches!(self, Shared::Resources) { &statement.resources } else { &[] },
            actions: if matches!(self, Shared::Actions) { &statement.actions } else { &[] },
        }
    }
}

/// Joins statements that are alike in `shared`, by what `absorb` does. Ten thousand states that ask for the same cost
/// ten thousand times one hash and one comparison: what is shared is compared where it lies.
fn join(
    statements: impl IntoIterator<Item = Statement>,
    shared: Shared,
    absorb: impl Fn(&mut Statement, Statement),
) -> Vec<Statement> {
    let mut groups: Vec<Statement> = Vec::new();
    // By hash, the groups that have it.
    let mut known: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for mut statement in statements {
        let mut hasher = FxHasher::default();
        let alike = shared.of(&statement);
        alike.hash(&mut hasher);
        let same = known.entry(hasher.finish()).or_default();
        let group =
            same.iter().find(|index| groups.get(**index).is_some_and(|group| shared.of(group) == alike));
        match group.and_then(|index| groups.get_mut(*index)) {
            Some(group) => {
                group.reasons.append(&mut statement.reasons);
                absorb(group, statement);
            }
            None => {
                same.push(groups.len());
                groups.push(statement);
            }
        }
    }
    groups
}

/// Adds the actions that are not there yet. A service has few that go together.
fn add(have: &mut Vec<Cow<'static, str>>, more: Vec<Cow<'static, str>>) {
    for action in more {
        if !have.contains(&action) {
            have.push(action);
        }
    }
}

/// Keeps the first of equal ones.
fn once<T: Eq + Hash>(items: &mut Vec<T>) {
    if items.len() > 1 {
        let mut seen = FxHashSet::with_capacity_and_hasher(items.len(), Default::default());
        let fresh: Vec<bool> = items.iter().map(|item| seen.insert(item)).collect();
        let mut fresh = fresh.into_iter();
        items.retain(|_| fresh.next().unwrap_or(true));
    }
}
