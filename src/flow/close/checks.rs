//! What is wrong with one state as a whole: its name, fields that do not go together, a token that goes nowhere.

use super::super::node::Node;
use super::{Closing, LONGEST_NAME, Named, Outer, Waits, Where};
use crate::asl::lower::Lowering;
use crate::data::{Entries, Tree};
use crate::diagnostic::{Diagnostic, pointer};

impl Closing {
    pub(super) fn check_name(&mut self, node: &Node, here: &str) {
        let finding = |code, message: String| {
            Diagnostic::error(code, message).state(&*node.name).pointer(here).origin(node.origin.clone())
        };
        let length = node.name.chars().count();
        if length == 0 {
            self.findings.push(finding("empty-name", "a state has no name".to_owned()));
        } else if length > LONGEST_NAME {
            self.findings.push(
                finding("long-name", format!("the name of state `{}` has {length} characters", node.name))
                    .help(format!("a state's name has at most {LONGEST_NAME} characters")),
            );
        }
        self.bindings.note(&node.name, |bound| {
            let message =
                format!("deployment would replace `${{{bound}}}` in the name of state `{}`", node.name);
            finding("placeholder-in-literal", message).help("call the state otherwise")
        });
        let Some(Named { first, seen, .. }) = self.names.get_mut(&node.name) else { return };
        if !std::mem::replace(seen, true) {
            return;
        }
        let help = if *first == node.origin {
            "the same line made both: rename the states of one by `prefixed`".to_owned()
        } else {
            format!(
                "the other one stands at {first}; a name holds for the whole machine, nested states included"
            )
        };
        let message = format!("two states are called `{}`", node.name);
        self.findings.push(finding("duplicate-state", message).help(help));
    }

    /// Fields of a Map that go with one mode only, and those that exclude each other.
    pub(super) fn check_map(&mut self, state: &Entries, distributed: bool, place: &Where<'_>) {
        const DISTRIBUTED: [&str; 8] = [
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "Label",
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
        ];
        for field in DISTRIBUTED {
            if !distributed && state.contains_key(field) {
                let what = format!("`{field}` belongs to a distributed Map, and `{}` is inline", place.state);
                self.findings.push(
                    place.finding("field-of-distributed-map", what, field).help("say `distributed` as well"),
                );
            }
        }
        if let Some(Tree::Text(label)) = state.get("Label")
            && !self.labels.insert(label.to_string())
        {
            let what = format!("two Maps have the label `{label}`");
            self.findings
                .push(place.finding("duplicate-label", what, "Label").help("give one another label"));
        }
        if state.contains_key("ItemReader")
            && let Some(items) = ["Items", "ItemsPath"].into_iter().find(|field| state.contains_key(field))
        {
            let what = format!("Map `{}` has `ItemReader` and `{items}`, and only one can be", place.state);
            self.findings
                .push(place.finding("two-sources-of-items", what, items).help("leave one of them out"));
        }
        if let Some(Tree::Object(batcher)) = state.get("ItemBatcher")
            && !batcher.keys().any(|key| key.starts_with("Max"))
        {
            let what = format!("`ItemBatcher` of Map `{}` says no size", place.state);
            self.findings.push(
                place
                    .finding("batch-without-size", what, "ItemBatcher")
                    .help("say `max_items_per_batch` or `max_input_bytes_per_batch`"),
            );
        }
    }

    pub(super) fn check_times(&mut self, state: &Entries, place: &Where<'_>) {
        let number = |field: &str| state.get(field).and_then(Tree::as_u64);
        if let (Some(timeout), Some(heartbeat)) = (number("TimeoutSeconds"), number("HeartbeatSeconds"))
            && heartbeat >= timeout
        {
            let what = format!(
                "`HeartbeatSeconds` of `{}` is {heartbeat}, which is not less than its timeout of {timeout}",
                place.state
            );
            let finding = place.finding("heartbeat-not-below-timeout", what, "HeartbeatSeconds");
            self.findings.push(finding.help("let the heartbeat be shorter or the timeout longer"));
        }
    }

    pub(super) fn check_call(&mut self, state: &Entries, outer: Outer, place: &Where<'_>) {
        let Some(resource) = state.get("Resource").and_then(Tree::as_str) else { return };
        let waits = if place.activity { Some(Waits::Activity) } else { Waits::of(resource) };
        let Some(waits) = waits else { return };
        self.calls.push(place.call(waits, outer.express));
        if waits == Waits::Callback {
            let field = if state.contains_key("Arguments") { "Arguments" } else { "Parameters" };
            if !state.get(field).is_some_and(hands_out_token) {
                let what = format!("nothing of what `{}` sends carries the task token", place.state);
                let help = "put `task_token()` where the receiver finds it; without it no one can answer";
                self.findings.push(place.finding("callback-without-token", what, field).help(help));
            }
        }
    }
}

/// The variables that fields set: each name has to be one.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>.
pub(super) fn check_variables(fields: &Entries, at: &str, lowering: &mut Lowering<'_>) {
    let Some(Tree::Object(variables)) = fields.get("Assign") else { return };
    for written in variables.keys() {
        let name = written.strip_suffix(".$").unwrap_or(written);
        if crate::asl::is_variable_name(name) {
            continue;
        }
        let problem = match name {
            "states" => "is reserved",
            name if name.chars().count() > LONGEST_NAME => "has more than 80 characters",
            _ => "is no identifier",
        };
        lowering.findings.push(
            Diagnostic::error("variable-name", format!("the variable `{name}` {problem}"))
                .state(lowering.state)
                .pointer(pointer(&format!("{at}/Assign"), written))
                .origin(lowering.origin.clone())
                .help("begin with a letter, go on with letters, digits and `_`"),
        );
    }
}

/// Whether a request carries the task token, by itself or inside more of the context object.
fn hands_out_token(value: &Tree) -> bool {
    match value {
        Tree::Text(text) => {
            text == "$$"
                || text.contains("$$.Task")
                || text.contains("$$['Task']")
                || text.contains("$states.context")
        }
        Tree::List(items) => items.iter().any(hands_out_token),
        Tree::Object(entries) => entries.values().any(hands_out_token),
        _ => false,
    }
}
