//! `synth permissions`.

use super::args::Permissions;
use super::paint::Paint;
use super::world::{Stop, World};
use super::{NamedStack, compose, findings, short};
use crate::iam::{Condition, Statement, policy_document};
use crate::reference::Property;
use crate::stack::Target;
use serde_json::{Value, json};

/// How far a statement is indented, and what belongs to it further.
const MARGIN: &str = "  ";

pub(super) fn run(args: &Permissions, stacks: &[NamedStack], world: &mut World) -> Result<u8, Stop> {
    let (name, function) = compose::find(stacks, &args.stack)?;
    let synthesis = match compose::synthesize(name, function, Target::Sam) {
        Ok(synthesis) => synthesis,
        Err(finding) => {
            let text = findings::text(&finding, world.error_paint());
            world.complain(&text)?;
            return Ok(1);
        }
    };
    let mut holders: Vec<Holder> = Vec::new();
    for machine in &synthesis.machines {
        holders.push(Holder {
            machine: Some(&machine.id),
            role: (!machine.own_role).then(|| format!("{}Role", machine.id)),
            statements: &machine.statements,
        });
    }
    for (role, statements) in &synthesis.roles {
        holders.push(Holder { machine: None, role: Some(role.clone()), statements });
    }
    if args.json {
        let roles: Vec<Value> = holders.iter().map(Holder::json).collect();
        world.print_json(&json!({ "stack": name, "stack_name": synthesis.name, "roles": roles }))?;
    } else {
        let (paint, width) = (world.paint(), world.width());
        let mut text = String::new();
        for holder in &holders {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&holder.text(paint, width));
        }
        text.push_str(&note(&text, paint));
        if holders.is_empty() {
            text.push_str("the stack has no role\n");
        }
        world.print(&text)?;
    }
    let mut code = 0;
    for finding in &synthesis.findings {
        if finding.is_error() {
            code = 1;
            let text = findings::text(finding, world.error_paint());
            world.complain(&format!("{text}\n"))?;
        }
    }
    Ok(code)
}

/// A role of the stack, or one that has to be given its permissions by hand.
struct Holder<'a> {
    machine: Option<&'a str>,
    role: Option<String>,
    statements: &'a [Statement],
}

impl Holder<'_> {
    fn json(&self) -> Value {
        let statements: Vec<Value> = self.statements.iter().map(statement_json).collect();
        json!({
            "machine": self.machine,
            "role": self.role,
            "own_role": self.role.is_none(),
            "statements": statements,
            "policy": policy_document(self.statements),
        })
    }

    fn text(&self, paint: Paint, width: usize) -> String {
        let mut out = match (self.machine, &self.role) {
            (Some(machine), Some(role)) => format!("{}, by its role {role}\n", paint.bold(machine)),
            (Some(machine), None) => {
                format!("{}, by your own role: attach these\n", paint.bold(machine))
            }
            (None, role) => format!("{}\n", paint.bold(role.as_deref().unwrap_or_default())),
        };
        if self.statements.is_empty() {
            out.push_str("  nothing is permitted here\n");
        } else {
            out.push_str(&listed(self.statements, true, paint, width));
        }
        out
    }
}

/// What the short form of ARNs means, where it was used.
pub(super) fn note(text: &str, paint: Paint) -> String {
    if !text.contains(&format!("arn:{}", short::HERE)) {
        return String::new();
    }
    let note = format!("`{}` in an ARN: the partition, region or account of the deployment", short::HERE);
    format!("\n{}\n", paint.dim(&note))
}

/// Statements one below the other: what is permitted, and indented below it on what, when and why.
pub(super) fn listed(statements: &[Statement], with_states: bool, paint: Paint, width: usize) -> String {
    let mut out = String::new();
    for (index, statement) in statements.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let effect = statement.effect.as_str();
        let head = format!("{MARGIN}{effect} ");
        let actions = wrapped(&statement.actions.join(", "), head.len(), width);
        out.push_str(&format!("{MARGIN}{} {actions}\n", paint.bold(effect)));
        let mut line = |label: &str, text: &str| {
            let hung = format!("{MARGIN}{MARGIN}{label:<6}");
            let text = wrapped(text, hung.len(), width);
            out.push_str(&format!("{MARGIN}{MARGIN}{}{text}\n", paint.dim(&format!("{label:<6}"))));
        };
        let mut label = "on";
        for resource in &statement.resources {
            line(std::mem::take(&mut label), &in_short(resource));
        }
        label = "when";
        for Condition { operator, key, values } in &statement.conditions {
            let values: Vec<String> = values.iter().map(in_short).collect();
            line(std::mem::take(&mut label), &format!("{operator} {key} = {}", values.join(" or ")));
        }
        label = "why";
        for reason in &statement.reasons {
            let text = match &*reason.state {
                state if with_states && !state.is_empty() => format!("{state}: {}", reason.why),
                _ => reason.why.to_string(),
            };
            line(std::mem::take(&mut label), &text);
        }
    }
    out
}

fn in_short(value: &Property<String>) -> String {
    short::arn(&short::short(&value.to_json()))
}

/// Text in lines of at most `width`, those after the first indented by `hung`. Words stay whole, so that an ARN can be
/// copied.
fn wrapped(text: &str, hung: usize, width: usize) -> String {
    let mut out = String::new();
    let mut at = hung;
    for word in text.split(' ') {
        let length = word.chars().count();
        if out.is_empty() {
            at += length;
        } else if at + 1 + length <= width {
            out.push(' ');
            at += 1 + length;
        } else {
            out.push('\n');
            out.push_str(&" ".repeat(hung));
            at = hung + length;
        }
        out.push_str(word);
    }
    out
}

/// A statement with its reasons; actions and resources are lists, whether one or many.
pub(super) fn statement_json(statement: &Statement) -> Value {
    let resources: Vec<Value> = statement.resources.iter().map(|resource| resource.to_json()).collect();
    let reasons: Vec<Value> = statement
        .reasons
        .iter()
        .map(|reason| {
            let state = (!reason.state.is_empty()).then_some(&*reason.state);
            json!({ "state": state, "why": reason.why })
        })
        .collect();
    json!({
        "effect": statement.effect.as_str(),
        "actions": statement.actions,
        "resources": resources,
        "conditions": statement.conditions_json(),
        "reasons": reasons,
    })
}
