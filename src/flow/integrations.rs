//! The integrations that states call, and the names that stand for them.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::{Map, Value};

/// What the resources of service integrations begin with, in the partition that definitions are written for.
const PREFIX: &str = "arn:aws:states:::";

/// The integrations of a definition: `arn:aws:states:::ecs:runTask.sync` by the name of the substitution that stands
/// for it in a template, `EcsRunTaskSync`, because its ARN names a partition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Integrations {
    names: IndexMap<String, String, FxBuildHasher>,
    /// How much longer the definition is with the integrations than with what stands for them.
    longer: isize,
}

impl Integrations {
    /// Puts names in place of the integrations of one state: its own, its reader's, its writer's.
    pub(crate) fn put_into(&mut self, state: &mut Map<String, Value>) {
        each_of(state, &mut |resource| self.put(resource));
    }

    /// Puts names in place of the integrations of a whole definition.
    pub(crate) fn put_into_all(&mut self, machine: &mut Map<String, Value>) {
        each_resource(machine, &mut |resource| self.put(resource));
    }

    fn put(&mut self, resource: &mut String) {
        let Some(rest) = resource.strip_prefix(PREFIX) else { return };
        let before = resource.len();
        let text = match self.names.get(resource.as_str()) {
            Some(name) => placeholder(name),
            None => {
                let name = words(rest);
                let text = placeholder(&name);
                self.names.insert(resource.clone(), name);
                text
            }
        };
        self.longer += before.cast_signed() - text.len().cast_signed();
        *resource = text;
    }

    /// How long a definition is with the integrations, by its length with the names.
    pub(crate) fn length_with_arns(&self, length: usize) -> usize {
        length.saturating_add_signed(self.longer)
    }

    /// Each integration, without what all begin with, beside its name.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().filter_map(|(arn, name)| Some((arn.strip_prefix(PREFIX)?, name.as_str())))
    }

    /// Gives one another name, everywhere in a definition: its own was taken.
    pub(crate) fn rename(&mut self, index: usize, to: &str, machine: &mut Map<String, Value>) {
        let Some((_, name)) = self.names.get_index_mut(index) else { return };
        let before = placeholder(&std::mem::replace(name, to.to_owned()));
        let after = placeholder(to);
        each_resource(machine, &mut |resource| {
            if *resource == before {
                resource.clone_from(&after);
                self.longer -= after.len().cast_signed() - before.len().cast_signed();
            }
        });
    }

    /// Puts the integrations back where names stand for them, as other tools read definitions.
    pub(crate) fn put_back(&self, machine: &mut Map<String, Value>) {
        let arns: IndexMap<String, &String, FxBuildHasher> =
            self.names.iter().map(|(arn, name)| (placeholder(name), arn)).collect();
        each_resource(machine, &mut |resource| {
            if let Some(arn) = arns.get(resource.as_str()) {
                resource.clone_from(arn);
            }
        });
    }
}

fn placeholder(name: &str) -> String {
    ["${", name, "}"].concat()
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
fn each_of(state: &mut Map<String, Value>, visit: &mut impl FnMut(&mut String)) {
    if let Some(Value::String(resource)) = state.get_mut("Resource") {
        visit(resource);
        return;
    }
    for holder in ["ItemReader", "ResultWriter"] {
        if let Some(Value::String(resource)) = state.get_mut(holder).and_then(|it| it.get_mut("Resource")) {
            visit(resource);
        }
    }
}

/// Visits the resources of a definition: of tasks, of readers and writers, nested ones too.
fn each_resource(machine: &mut Map<String, Value>, visit: &mut impl FnMut(&mut String)) {
    let Some(Value::Object(states)) = machine.get_mut("States") else { return };
    for state in states.values_mut().filter_map(Value::as_object_mut) {
        each_of(state, visit);
        for inner in ["ItemProcessor", "Iterator"] {
            if let Some(Value::Object(machine)) = state.get_mut(inner) {
                each_resource(machine, visit);
            }
        }
        if let Some(Value::Array(branches)) = state.get_mut("Branches") {
            for machine in branches.iter_mut().filter_map(Value::as_object_mut) {
                each_resource(machine, visit);
            }
        }
    }
}
