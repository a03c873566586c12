//! README shows what is so: its stack compiles, its template is what that stack gives, its table is the catalogue.
//!
//! `UPDATE=1 cargo test --test readme` refreshes all three.

use stepwright::prelude::*;
use stepwright::tasks::CATALOGUE;

// stack
fn orders() -> Stack {
    let mut stack = Stack::new("orders").describe("Charges an order and keeps it");
    let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));

    let charge = LambdaInvoke::new("charge")
        .payload(payload!({ "orderId": path("$.id") }))
        .state("Charge")
        .result_path("$.receipt")
        .catch(Catch::all().result_path("$.error"), Fail::new("Refused").error("OrderRefused"));
    let keep = DynamoPutItem::new(&table, [("Id", DynamoAttributeValue::string(path("$.id")))]).state("Keep");

    stack.add("TakeOrder", StateMachine::new(charge.then(keep)));
    stack
}
// stack

/// The lines between two marks, with the section's name.
fn sections() -> [(&'static str, String); 3] {
    let code = include_str!("readme.rs").split("// stack\n").nth(1).unwrap();
    let synthesis = orders().synthesize(Target::Sam);
    assert_eq!(synthesis.findings, []);
    let template = synthesis.to_yaml();
    let machine = &template[template.find("  TakeOrderRole:").unwrap()..];
    let mut table = String::from("| task | calls | patterns |\n| --- | --- | --- |\n");
    for entry in CATALOGUE {
        let patterns: Vec<&str> = entry
            .patterns
            .iter()
            .map(|pattern| match pattern {
                IntegrationPattern::RequestResponse => "request",
                IntegrationPattern::RunJob => "job",
                IntegrationPattern::WaitForTaskToken => "callback",
            })
            .collect();
        let (name, docs) = (entry.name, entry.docs);
        table.push_str(&format!(
            "| `{name}` | [`{}:{}`]({docs}) | {} |\n",
            entry.service,
            entry.action,
            patterns.join(", ")
        ));
    }
    [
        ("stack", format!("```rust,ignore\nuse stepwright::prelude::*;\n\n{code}```\n")),
        ("template", format!("```yaml\n{machine}```\n")),
        ("catalogue", table),
    ]
}

#[test]
fn readme_is_not_stale() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(file).unwrap();
    let mut fresh = text.clone();
    for (name, section) in sections() {
        let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let from = fresh.find(&open).unwrap() + open.len();
        let to = fresh.find(&close).unwrap();
        fresh.replace_range(from..to, &section);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
        return;
    }
    assert!(text == fresh, "README.md is stale: run `UPDATE=1 cargo test --test readme`");
}
