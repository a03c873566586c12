//! `synth permissions`.

use super::args::Permissions;
use super::paint::Paint;
use super::table::Table;
use super::world::{Stop, World};
use super::{NamedStack, compose, findings, short};
use crate::iam::{Condition, Statement, policy_document};
use crate::stack::Target;
use serde_json::{Value, json};

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
        let paint = world.paint();
        let mut text = String::new();
        for holder in &holders {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&holder.text(paint));
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
            world.complain(&text)?;
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

    fn text(&self, paint: Paint) -> String {
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
            out.push_str(&table(self.statements, true).render(paint, 2));
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

/// One row for each statement.
pub(super) fn table(statements: &[Statement], with_states: bool) -> Table {
    let mut head = vec!["EFFECT", "ACTION", "RESOURCE", "CONDITION"];
    if with_states {
        head.push("STATE");
    }
    head.push("WHY");
    let mut table = Table::new(&head).linked(4);
    for statement in statements {
        let resources =
            statement.resources.iter().map(|resource| short::arn(&short::short(&resource.to_json())));
        let mut conditions = Vec::new();
        for Condition { operator, key, values } in &statement.conditions {
            let values: Vec<String> =
                values.iter().map(|value| short::arn(&short::short(&value.to_json()))).collect();
            conditions.push(format!("{operator} {key} = {}", values.join(" or ")));
        }
        let mut row = vec![
            vec![statement.effect.as_str().to_owned()],
            statement.actions.iter().map(|action| action.to_string()).collect(),
            resources.collect(),
            conditions,
        ];
        if with_states {
            row.push(statement.reasons.iter().map(|reason| reason.state.to_string()).collect());
        }
        row.push(statement.reasons.iter().map(|reason| reason.why.to_string()).collect());
        table.row(row);
    }
    table
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
