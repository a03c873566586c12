//! The integrations that states call, and the names that stand for them.

use crate::data::{Entries, Text, Tree};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// What the resources of service integrations begin with, in the partition that definitions are written for.
const PREFIX: &str = "arn:aws:states:::";

/// The integrations of a definition: `arn:aws:states:::ecs:runTask.sync` with what stands for it in a template,
/// `${EcsRunTaskSync}`, because its ARN names a partition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Integrations {
    placeholders: IndexMap<Text, Text, FxBuildHasher>,
    /// How much longer the definition is with the integrations than with what stands for them.
    longer: isize,
}

impl Integrations {
    /// Puts names in place of the integrations of one state: its own, its reader's, its writer's.
    pub(crate) fn put_into(&mut self, state: &mut Entries) {
        each_of(state, &mut |resource| self.put(resource));
    }

    /// Puts names in place of the integrations of a whole definition.
    pub(crate) fn put_into_all(&mut self, machine: &mut Entries) {
        each_resource(machine, &mut |resource| self.put(resource));
    }

    fn put(&mut self, resource: &mut Text) {
        let Some(rest) = resource.strip_prefix(PREFIX) else { return };
        let text = match self.placeholders.get(resource.as_str()) {
            Some(placeholder) => placeholder.clone(),
            None => {
                let text = placeholder(&words(rest));
                self.placeholders.insert(resource.clone(), text.clone());
                text
            }
        };
        self.longer += resource.len().cast_signed() - text.len().cast_signed();
        *resource = text;
    }

    /// How long a definition is with the integrations, by its length with the names.
    pub(crate) fn length_with_arns(&self, length: usize) -> usize {
        length.saturating_add_signed(self.longer)
    }

    /// Each integration, without what all begin with, beside its name.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.placeholders.iter().filter_map(|(arn, placeholder)| {
            let name = placeholder.strip_prefix("${")?.strip_suffix('}')?;
            Some((arn.strip_prefix(PREFIX)?, name))
        })
    }

    /// Gives one another name, everywhere in a definition: its own was taken.
    pub(crate) fn rename(&mut self, index: usize, to: &str, machine: &mut Entries) {
        let Some((_, have)) = self.placeholders.get_index_mut(index) else { return };
        let after = placeholder(to);
        let before = std::mem::replace(have, after.clone());
        each_resource(machine, &mut |resource| {
            if *resource == before {
                resource.clone_from(&after);
                self.longer -= after.len().cast_signed() - before.len().cast_signed();
            }
        });
    }

    /// Puts the integrations back where names stand for them, as other tools read definitions.
    pub(crate) fn put_back(&self, machine: &mut Entries) {
        let arns: IndexMap<&Text, &Text, FxBuildHasher> =
            self.placeholders.iter().map(|(arn, placeholder)| (placeholder, arn)).collect();
        each_resource(machine, &mut |resource| {
            if let Some(arn) = arns.get(resource) {
                resource.clone_from(arn);
            }
        });
    }
}

fn placeholder(name: &str) -> Text {
    Text::from_iter(["${", name, "}"])
}

/// A name for an integration: `ecs:runTask.sync` to `EcsRunTaskSync`.
fn words(integration: &str) -> String {
    let parts = integration.split(|c: char| !c.is_ascii_alphanumeric());
    parts
        .flat_map(|part| {
            let mut chars = part.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

/// Visits the resources of one state, but not those of states inside it.
fn each_of(state: &mut Entries, visit: &mut impl FnMut(&mut Text)) {
    if let Some(Tree::Text(resource)) = state.get_mut("Resource") {
        visit(resource);
        return;
    }
    for holder in ["ItemReader", "ResultWriter"] {
        if let Some(Tree::Text(resource)) = state.get_mut(holder).and_then(|it| it.get_mut("Resource")) {
            visit(resource);
        }
    }
}

/// Visits the resources of a definition: of tasks, of readers and writers, nested ones too.
fn each_resource(machine: &mut Entries, visit: &mut impl FnMut(&mut Text)) {
    let Some(Tree::Object(states)) = machine.get_mut("States") else { return };
    for (_, state) in states.iter_mut() {
        let Tree::Object(state) = state else { continue };
        each_of(state, visit);
        for inner in ["ItemProcessor", "Iterator"] {
            if let Some(Tree::Object(machine)) = state.get_mut(inner) {
                each_resource(machine, visit);
            }
        }
        if let Some(Tree::List(branches)) = state.get_mut("Branches") {
            for machine in branches {
                if let Tree::Object(machine) = machine {
                    each_resource(machine, visit);
                }
            }
        }
    }
}
