//! `synth explain`: the rules, and the page of each.

use super::args::Explain;
use super::table::Table;
use super::world::{Stop, World};
use crate::diagnostic::nearest;
use crate::validate::{RULES, Rule};
use serde_json::{Value, json};

pub(super) fn run(args: &Explain, world: &mut World) -> Result<u8, Stop> {
    let Some(name) = &args.rule else {
        return list(args.json, world);
    };
    let Some(rule) = Rule::named(name) else {
        let help = match nearest(name, RULES.iter().map(|rule| rule.name)) {
            Some(near) => format!("there is a rule `{near}`"),
            None => "`synth explain` lists them".to_owned(),
        };
        return Err(Stop::usage(format!("there is no rule `{name}`"), Some(help)));
    };
    if args.json {
        world.print_json(&as_json(rule))?;
    } else {
        world.print(&rule.page())?;
    }
    Ok(0)
}

fn list(as_json_too: bool, world: &mut World) -> Result<u8, Stop> {
    if as_json_too {
        world.print_json(&RULES.iter().map(|rule| as_json(rule)).collect::<Value>())?;
        return Ok(0);
    }
    let mut table = Table::new(&["RULE", "SEVERITY", "FINDS"]);
    for rule in RULES {
        table.row([
            vec![rule.name.to_owned()],
            vec![rule.severity.to_string()],
            vec![rule.summary.to_owned()],
        ]);
    }
    let text = table.render(world.paint(), 0, world.width());
    world.print(&text)?;
    Ok(0)
}

fn as_json(rule: &Rule) -> Value {
    json!({
        "rule": rule.name,
        "severity": rule.severity.to_string(),
        "finds": rule.summary,
        "page": rule.page(),
    })
}
