//! Fewer statements that permit exactly the same.

use super::{Effect, Reason, Statement};
use crate::reference::Property;
use indexmap::IndexMap;
use std::collections::HashSet;

/// Joins statements that differ only in their actions, then those that differ only in their resources.
///
/// The order is that of first appearance. Statements under different conditions are never joined, nor are those
/// that name their own machine with those that do not.
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
        join(statements, |s| keys(&s.resources), |have, more| extend(&mut have.actions, more.actions));
    join(same_resources, |s| s.actions.join("\n"), |have, more| extend(&mut have.resources, more.resources))
}

/// Joins statements of equal effect, conditions and `key`, by what `absorb` does.
fn join(
    statements: impl IntoIterator<Item = Statement>,
    key: impl Fn(&Statement) -> String,
    absorb: impl Fn(&mut Statement, Statement),
) -> Vec<Statement> {
    // The set of reasons beside each statement keeps ten thousand states that ask for the same from costing the
    // square of that.
    type Key = (Effect, bool, String, String);
    let mut groups: IndexMap<Key, (Statement, HashSet<Reason>)> = IndexMap::new();
    for mut statement in statements {
        let conditions = if statement.conditions.is_empty() {
            String::new()
        } else {
            statement.conditions_json().to_string()
        };
        let key = (statement.effect, statement.names_own_machine, conditions, key(&statement));
        match groups.get_mut(&key) {
            Some((group, seen)) => {
                for reason in std::mem::take(&mut statement.reasons) {
                    if seen.insert(reason.clone()) {
                        group.reasons.push(reason);
                    }
                }
                absorb(group, statement);
            }
            None => {
                let seen = statement.reasons.iter().cloned().collect();
                groups.insert(key, (statement, seen));
            }
        }
    }
    groups.into_values().map(|(statement, _)| statement).collect()
}

fn extend<T: PartialEq>(have: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !have.contains(&item) {
            have.push(item);
        }
    }
}

fn keys(resources: &[Property<String>]) -> String {
    let mut key = String::new();
    for resource in resources {
        match resource {
            Property::Literal(text) => key.push_str(text),
            Property::Reference(reference) => key.push_str(&reference.to_json().to_string()),
        }
        key.push('\n');
    }
    key
}
