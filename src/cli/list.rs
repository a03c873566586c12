//! `synth list`.

use super::args::List;
use super::findings::{one_line, plural};
use super::table::Table;
use super::world::{Stop, World};
use super::{NamedStack, compose, findings};
use crate::stack::Target;
use serde_json::{Value, json};

pub(super) fn run(args: &List, stacks: &[NamedStack], world: &mut World) -> Result<u8, Stop> {
    let mut table = Table::new(&["STACK", "DEPLOYED AS", "MACHINES", "RESOURCES", "DESCRIPTION"]);
    let mut list = Vec::new();
    let mut code = 0;
    for (name, function) in compose::choose(stacks, &[])? {
        let synthesis = match compose::synthesize(name, function, Target::Sam) {
            Ok(synthesis) => synthesis,
            Err(finding) => {
                let text = findings::text(&finding, world.error_paint());
                world.complain(&text)?;
                code = 1;
                continue;
            }
        };
        let resources =
            synthesis.template.get("Resources").and_then(Value::as_object).map_or(0, serde_json::Map::len);
        let description = synthesis.template.get("Description").and_then(Value::as_str);
        if args.json {
            let machines: Vec<Value> = synthesis
                .machines
                .iter()
                .map(|machine| json!({ "id": machine.id, "states": machine.states }))
                .collect();
            list.push(json!({
                "stack": name,
                "stack_name": synthesis.name,
                "description": description,
                "machines": machines,
                "resources": resources,
            }));
            continue;
        }
        let machines = synthesis
            .machines
            .iter()
            .map(|machine| format!("{} ({})", machine.id, plural(machine.states, "state", "states")));
        table.row([
            vec![name.to_owned()],
            vec![synthesis.name.clone()],
            machines.collect(),
            vec![resources.to_string()],
            vec![one_line(description.unwrap_or_default())],
        ]);
    }
    if args.json {
        world.print_json(&Value::Array(list))?;
    } else if table.is_empty() && code == 0 {
        world.print("there are no stacks\n")?;
    } else {
        let text = table.render(world.paint(), 0, world.width());
        world.print(&text)?;
    }
    Ok(code)
}
