//! Every entry of the language's tables: one definition that breaks it, and one that keeps it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a wrong table is a failure")]

use serde_json::{Value, json};
use stepwright::asl::contract::{
    self, Compares, FieldSpec, Holds, OPERATORS, ObjectSpec, STATE_CHOOSE, Shape,
};
use stepwright::asl::source::Format;
use stepwright::asl::{Kind, QueryLanguage, STATE_FIELDS};
use stepwright::diagnostic::Diagnostic;
use stepwright::validate::{Options, Workflow, validate};

const LANGUAGES: [QueryLanguage; 2] = [QueryLanguage::JsonPath, QueryLanguage::Jsonata];

fn steps() -> Value {
    json!({ "StartAt": "I", "States": { "I": { "Type": "Succeed" } } })
}

/// A sound state of a type.
fn state(kind: Kind, language: QueryLanguage, distributed: bool) -> Value {
    let rule = match language {
        QueryLanguage::JsonPath => json!({ "Variable": "$.a", "IsPresent": true, "Next": "Z" }),
        QueryLanguage::Jsonata => json!({ "Condition": "{% $states.input.a %}", "Next": "Z" }),
    };
    match kind {
        Kind::Task => {
            json!({ "Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:f", "End": true })
        }
        Kind::Pass => json!({ "Type": "Pass", "End": true }),
        Kind::Choice => json!({ "Type": "Choice", "Choices": [rule], "Default": "Z" }),
        Kind::Wait => json!({ "Type": "Wait", "Seconds": 1, "End": true }),
        Kind::Succeed => json!({ "Type": "Succeed" }),
        Kind::Fail => json!({ "Type": "Fail" }),
        Kind::Parallel => json!({ "Type": "Parallel", "Branches": [steps()], "End": true }),
        Kind::Map => {
            let mut processor = steps();
            if distributed {
                processor["ProcessorConfig"] = json!({ "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" });
            }
            json!({ "Type": "Map", "ItemProcessor": processor, "End": true })
        }
    }
}

/// A definition whose first state is this one; a state to go on to is there when it is named.
fn definition(state: Value, language: QueryLanguage) -> Value {
    let mut states = json!({ "A": state });
    if states.to_string().contains(r#""Z""#) {
        states["Z"] = json!({ "Type": "Succeed" });
    }
    json!({ "QueryLanguage": language.as_str(), "StartAt": "A", "States": states })
}

fn errors(definition: &Value) -> Vec<Diagnostic> {
    let mut findings = validate(definition.to_string(), Format::Json, &Options::default());
    findings.retain(Diagnostic::is_error);
    findings
}

fn silent(definition: &Value, what: &str) {
    let found = errors(definition);
    assert!(found.is_empty(), "{what}: {definition}\n{found:?}");
}

/// Something is wrong at the place or within it, or with the whole it belongs to.
fn found(definition: &Value, at: &str, codes: &[&str], what: &str) {
    let found = errors(definition);
    let here = |finding: &Diagnostic| finding.place.pointer.as_deref().is_some_and(|it| it.starts_with(at));
    let says =
        found.iter().any(|finding| here(finding) && (codes.is_empty() || codes.contains(&finding.code)));
    assert!(says, "{what}: {codes:?} at {at} in {definition}\n{found:?}");
}

/// Values that a field may hold.
fn sound(holds: Holds, name: &str, language: QueryLanguage) -> Vec<Value> {
    let jsonata = language == QueryLanguage::Jsonata;
    let expression = json!("{% $states.input.a %}");
    let mut values = match holds {
        Holds::Any => vec![json!(null), json!([1, "a"])],
        Holds::Text | Holds::Message => vec![json!("a text")],
        Holds::StateName => vec![json!("Z")],
        Holds::True => vec![json!(true)],
        Holds::Truth | Holds::Condition => vec![json!(true), json!(false)],
        Holds::Integer(least, most) => {
            vec![json!(least), json!(if most == u64::MAX { 1_000_000 } else { most })]
        }
        Holds::Number(least, most) => vec![json!(least), json!(if most == f64::MAX { 1e6 } else { most })],
        Holds::OneOf(known) => known.iter().map(|word| json!(word)).collect(),
        Holds::Timestamp => vec![json!("2026-01-31T12:00:00Z")],
        Holds::Path => vec![json!("$.a[*]"), json!("$$.Execution.Id"), json!(null)],
        Holds::ReferenceOrNull => vec![json!("$.a[0]"), json!(null)],
        Holds::Reference => vec![json!("$.a[0]")],
        Holds::PathOrCall => vec![json!("$.a"), json!("States.UUID()")],
        Holds::Template if jsonata => vec![expression.clone(), json!([1, { "a": "{% 1 %}" }])],
        Holds::Template => vec![json!({ "a.$": "$.a", "b": [1] })],
        Holds::Arguments => vec![json!({ "Bucket": "b" }), expression.clone()],
        Holds::Fields if name == "Credentials" => vec![json!({ "RoleArn": "r" })],
        Holds::Fields => vec![json!({ "Bucket": "b", "Key": "k" })],
        Holds::Variables if jsonata => vec![json!({ "v": "{% 1 %}" })],
        Holds::Variables => vec![json!({ "v.$": "$.a", "w": 1 })],
        Holds::Items => vec![json!([1]), expression.clone()],
        Holds::Texts => vec![json!(["States.ALL"])],
        Holds::Pointer => vec![json!("/a/0")],
        Holds::Resource if name == "ItemReader" => vec![json!("arn:aws:states:::s3:listObjectsV2")],
        Holds::Resource => vec![json!("arn:aws:lambda:eu-west-1:123456789012:function:f")],
        Holds::Label => vec![json!("label-1")],
        Holds::Object(spec) => vec![object(spec)],
        Holds::List(spec) => vec![json!([]), json!([object(spec)])],
        Holds::Some(spec) => vec![json!([object(spec)])],
        Holds::Machine(_) => vec![steps()],
        Holds::Machines(_) => vec![json!([steps()])],
        Holds::States => vec![json!({ "A": { "Type": "Succeed" } })],
    };
    if jsonata && matches!(holds, Holds::Integer(..) | Holds::Number(..) | Holds::Timestamp | Holds::Message)
    {
        values.push(expression);
    }
    values
}

/// Values that it may not.
fn broken(holds: Holds, name: &str) -> Vec<Value> {
    match holds {
        Holds::Any | Holds::Template => Vec::new(),
        Holds::Integer(least, most) => {
            let mut values = vec![json!("1"), json!(1.5), json!(null)];
            // AWS takes these, so that they are warnings.
            let taken = ["IntervalSeconds", "MaxItemsPerBatch", "MaxInputBytesPerBatch"].contains(&name);
            if !taken {
                values.push(json!(least as i64 - 1));
            }
            if most < u64::MAX {
                values.push(json!(most + 1));
            }
            values
        }
        Holds::Number(least, most) => {
            let mut values = vec![json!("1"), json!(least - 0.5)];
            if most < f64::MAX {
                values.push(json!(most + 0.5));
            }
            values
        }
        Holds::True => vec![json!(1), json!("true")],
        Holds::OneOf(_) => vec![json!("none of them"), json!(1)],
        Holds::StateName => vec![json!("Nowhere"), json!(1)],
        Holds::Timestamp => vec![json!("2026-01-31"), json!(1)],
        Holds::Path => vec![json!("a"), json!(1)],
        Holds::Reference | Holds::ReferenceOrNull => vec![json!("$.a[*]"), json!("a"), json!(1)],
        Holds::PathOrCall => vec![json!("States.Array()"), json!("a")],
        Holds::Pointer => vec![json!("a")],
        Holds::Resource => vec![json!("lambda"), json!(1)],
        Holds::Label => vec![json!("a label"), json!("l".repeat(41))],
        Holds::Variables => vec![json!([]), json!({ "a b": 1 }), json!({ "states": 1 })],
        Holds::Texts | Holds::Some(_) | Holds::Machines(_) => vec![json!([]), json!({}), json!([1])],
        Holds::List(_) => vec![json!({}), json!([1])],
        Holds::States => vec![json!({}), json!([]), json!({ "A": 1 })],
        Holds::Condition | Holds::Truth => vec![json!(1), json!("true")],
        Holds::Arguments | Holds::Fields | Holds::Object(_) | Holds::Machine(_) => vec![json!(1), json!([])],
        Holds::Items => vec![json!(1)],
        Holds::Text | Holds::Message => vec![json!(1), json!({})],
    }
}

/// A sound object of a sort that a field holds.
fn object(spec: &'static ObjectSpec) -> Value {
    match spec.name {
        "a retrier" => json!({ "ErrorEquals": ["States.ALL"] }),
        "a catcher" => json!({ "ErrorEquals": ["States.ALL"], "Next": "Z" }),
        "an item reader" => json!({ "Resource": "arn:aws:states:::s3:listObjectsV2" }),
        "an item batcher" => json!({ "MaxItemsPerBatch": 2 }),
        "a result writer" => json!({ "WriterConfig": { "OutputType": "JSON" } }),
        "a writer's configuration" => json!({ "OutputType": "JSON" }),
        "a reader's configuration" => json!({ "MaxItems": 2 }),
        "a processor's configuration" => json!({ "Mode": "INLINE" }),
        "a choice rule" => json!({ "Variable": "$.a", "IsPresent": true, "Next": "Z" }),
        "a nested comparison" => json!({ "Variable": "$.a", "IsPresent": true }),
        other => panic!("{other}"),
    }
}

/// The state with a field, and without those that exclude it.
fn with(mut state: Value, kind: Kind, name: &str, value: &Value) -> Value {
    let fields = state.as_object_mut().unwrap();
    let groups =
        STATE_CHOOSE.iter().filter(|group| group.kinds.contains(&kind) && group.fields.contains(&name));
    for other in groups.flat_map(|group| group.fields) {
        fields.remove(*other);
    }
    if let Some(base) = name.strip_suffix("Path") {
        fields.remove(base);
    }
    fields.insert(name.to_owned(), value.clone());
    state
}

/// The field and its `…Path` twin, each with what it holds and the languages it goes with.
fn forms(field: &FieldSpec) -> Vec<(String, Holds, Option<QueryLanguage>)> {
    let mut out = vec![(field.name.to_owned(), field.holds, field.only)];
    if field.shape == Shape::Twin {
        out.push((format!("{}Path", field.name), field.twin_holds(), Some(QueryLanguage::JsonPath)));
    }
    out
}

#[test]
fn fields_of_states() {
    let mut checked = 0;
    for field in STATE_FIELDS {
        for (name, holds, only) in forms(field) {
            for kind in Kind::ALL {
                for language in LANGUAGES {
                    let what = format!("{name} of {kind} in {language}");
                    let base = state(kind, language, field.distributed);
                    let at = format!("/States/A/{name}");
                    let put = |value: &Value| definition(with(base.clone(), kind, &name, value), language);
                    if !field.kinds.contains(&kind) {
                        let value = sound(holds, &name, language).remove(0);
                        found(&put(&value), &at, &["misplaced-field"], &what);
                        continue;
                    }
                    if only.is_some_and(|only| only != language) {
                        let value = sound(holds, &name, only.unwrap()).remove(0);
                        found(&put(&value), &at, &["field-of-other-language"], &what);
                        continue;
                    }
                    // Types and languages make another state of it, and JSONata has rules of its own.
                    if !["Type", "QueryLanguage", "Choices"].contains(&name.as_str()) {
                        sound(holds, &name, language).iter().for_each(|value| silent(&put(value), &what));
                    }
                    broken(holds, &name).iter().for_each(|value| found(&put(value), &at, &[], &what));
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 150, "{checked}");
}

#[test]
fn required_fields_and_choices_of_states() {
    for kind in Kind::ALL {
        for language in LANGUAGES {
            let base = state(kind, language, false);
            silent(&definition(base.clone(), language), kind.as_str());
            for field in STATE_FIELDS.iter().filter(|field| field.required && field.kinds.contains(&kind)) {
                let mut without = base.clone();
                without.as_object_mut().unwrap().remove(field.name);
                found(&definition(without, language), "/States/A", &["missing-field"], field.name);
            }
            for group in STATE_CHOOSE.iter().filter(|group| group.kinds.contains(&kind)) {
                let mut without = base.clone();
                group.fields.iter().for_each(|field| drop(without.as_object_mut().unwrap().remove(*field)));
                if group.required {
                    found(&definition(without, language), "/States/A", &["missing-field"], group.fields[0]);
                }
                let mut both = base.clone();
                for name in group.fields {
                    let (field, _) = contract::find(STATE_FIELDS, name).unwrap();
                    both[name] = sound(field.holds, name, language).remove(0);
                }
                found(&definition(both, language), "/States/A", &["exclusive-fields"], group.fields[0]);
            }
            for field in STATE_FIELDS.iter().filter(|it| it.shape == Shape::Twin && it.kinds.contains(&kind))
            {
                let mut both = state(kind, QueryLanguage::JsonPath, true);
                both[field.name] = sound(field.holds, field.name, QueryLanguage::JsonPath).remove(0);
                both[format!("{}Path", field.name)] = json!("$.a");
                let both = definition(both, QueryLanguage::JsonPath);
                found(&both, "/States/A", &["exclusive-fields"], field.name);
            }
        }
    }
}

/// A definition with an object of a sort in it, and where that stands.
fn around(spec: &'static ObjectSpec, language: QueryLanguage, value: Value) -> (Value, &'static str) {
    let mut task = state(Kind::Task, language, false);
    let mut map = state(Kind::Map, language, true);
    let mut choice = state(Kind::Choice, language, false);
    let (state, at) = match spec.name {
        "a state machine" => return (value, ""),
        "a branch" => {
            (json!({ "Type": "Parallel", "Branches": [value], "End": true }), "/States/A/Branches/0")
        }
        "an item processor" => {
            (json!({ "Type": "Map", "ItemProcessor": value, "End": true }), "/States/A/ItemProcessor")
        }
        "a processor's configuration" => {
            map["ItemProcessor"]["ProcessorConfig"] = value;
            (map, "/States/A/ItemProcessor/ProcessorConfig")
        }
        "a retrier" => {
            task["Retry"] = json!([value]);
            (task, "/States/A/Retry/0")
        }
        "a catcher" => {
            task["Catch"] = json!([value]);
            (task, "/States/A/Catch/0")
        }
        "a choice rule" => {
            choice["Choices"] = json!([value]);
            (choice, "/States/A/Choices/0")
        }
        "a nested comparison" => {
            choice["Choices"] = json!([{ "Not": value, "Next": "Z" }]);
            (choice, "/States/A/Choices/0/Not")
        }
        "an item reader" => {
            map["ItemReader"] = value;
            (map, "/States/A/ItemReader")
        }
        "a reader's configuration" => {
            map["ItemReader"] = json!({ "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": value });
            (map, "/States/A/ItemReader")
        }
        "an item batcher" => {
            map["ItemBatcher"] = value;
            (map, "/States/A/ItemBatcher")
        }
        "a result writer" => {
            map["ResultWriter"] = value;
            (map, "/States/A/ResultWriter")
        }
        "a writer's configuration" => {
            map["ResultWriter"] = json!({ "WriterConfig": value });
            (map, "/States/A/ResultWriter/WriterConfig")
        }
        other => panic!("{other}"),
    };
    (definition(state, language), at)
}

/// A sound object, to which this field with this value can be added.
fn host(spec: &'static ObjectSpec, language: QueryLanguage, field: &str, value: &Value) -> Value {
    let mut host = match spec.name {
        "a state machine" => definition(state(Kind::Succeed, language, false), language),
        "a branch" | "an item processor" => steps(),
        "a processor's configuration" => json!({ "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" }),
        "a choice rule" => match (language, field) {
            (QueryLanguage::Jsonata, _) => json!({ "Condition": true, "Next": "Z" }),
            (_, "And" | "Or" | "Not") => json!({ "Next": "Z" }),
            _ => object(spec),
        },
        "a nested comparison" if ["And", "Or", "Not"].contains(&field) => json!({}),
        "a result writer" if field == "WriterConfig" => json!({}),
        "a result writer" => {
            json!({ "Resource": "arn:aws:states:::s3:putObject", where_to(language): { "Bucket": "b" } })
        }
        "a reader's configuration" => match (field, value.as_str()) {
            ("CSVHeaders", _) => json!({ "InputType": "CSV", "CSVHeaderLocation": "GIVEN" }),
            ("CSVHeaderLocation", Some("GIVEN")) => json!({ "InputType": "CSV", "CSVHeaders": ["a"] }),
            ("CSVHeaderLocation" | "CSVDelimiter", _) => {
                json!({ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" })
            }
            ("InputType", Some("CSV")) => json!({ "CSVHeaderLocation": "FIRST_ROW" }),
            ("ManifestType", Some("S3_INVENTORY")) => json!({}),
            ("ManifestType", _) => json!({ "InputType": "JSONL" }),
            _ => json!({ "InputType": "JSON" }),
        },
        _ => object(spec),
    };
    if let Some(base) = field.strip_suffix("Path").filter(|_| field != "ResultPath") {
        host.as_object_mut().unwrap().remove(base);
    }
    host[field] = value.clone();
    host
}

fn where_to(language: QueryLanguage) -> &'static str {
    if language == QueryLanguage::Jsonata { "Arguments" } else { "Parameters" }
}

static OBJECTS: [&ObjectSpec; 13] = [
    &contract::MACHINE,
    &contract::BRANCH,
    &contract::PROCESSOR,
    &contract::PROCESSOR_CONFIG,
    &contract::RETRIER,
    &contract::CATCHER,
    &contract::CHOICE_RULE,
    &contract::COMPARISON,
    &contract::ITEM_READER,
    &contract::READER_CONFIG,
    &contract::ITEM_BATCHER,
    &contract::RESULT_WRITER,
    &contract::WRITER_CONFIG,
];

#[test]
fn fields_of_objects() {
    let mut checked = 0;
    for spec in OBJECTS {
        for field in spec.fields {
            for (name, holds, only) in forms(field) {
                for language in LANGUAGES {
                    let what = format!("{name} of {} in {language}", spec.name);
                    // Comparisons are JSONPath's; a reader flattens lists only; the start of a machine is its own.
                    let comparison = spec.name == "a nested comparison" && language == QueryLanguage::Jsonata;
                    let special =
                        ["Transformation", "QueryLanguage", "StartAt", "Resource", "ExecutionType", "Mode"];
                    if comparison {
                        continue;
                    }
                    let put = |value: &Value| around(spec, language, host(spec, language, &name, value));
                    if only.is_some_and(|only| only != language) {
                        let value = sound(holds, &name, only.unwrap()).remove(0);
                        let (definition, at) = put(&value);
                        found(
                            &definition,
                            &format!("{at}{}", within(spec)),
                            &["field-of-other-language"],
                            &what,
                        );
                        continue;
                    }
                    let machines = spec.name == "a state machine" && name == "TimeoutSeconds";
                    let plain = !special.contains(&name.as_str()) && name != "States" && !machines;
                    if plain {
                        // Only what has a twin, or is a template, takes expressions.
                        let fixed = |it: &Value| field.shape == Shape::Plain && it.to_string().contains("{%");
                        for value in sound(holds, &name, language).into_iter().filter(|it| !fixed(it)) {
                            silent(&put(&value).0, &what);
                        }
                    }
                    for value in broken(holds, &name) {
                        if name == "StartAt" && value.is_string()
                            || name == "Resource" && value.is_string() && spec.name == "a result writer"
                        {
                            continue;
                        }
                        let (definition, at) = put(&value);
                        found(&definition, at, &[], &what);
                    }
                    checked += 1;
                }
            }
            if field.required {
                for language in LANGUAGES {
                    let mut without = host(spec, language, "Comment", &json!("x"));
                    without.as_object_mut().unwrap().remove(field.name);
                    if spec.fields.iter().all(|it| it.name != "Comment") {
                        without.as_object_mut().unwrap().remove("Comment");
                    }
                    if spec.name == "a choice rule" || spec.name == "a nested comparison" {
                        continue;
                    }
                    let (definition, at) = around(spec, language, without);
                    found(&definition, at, &["missing-field"], field.name);
                }
            }
        }
    }
    assert!(checked > 100, "{checked}");
}

/// Where the object stands below what is looked at.
fn within(spec: &ObjectSpec) -> &'static str {
    if spec.name == "a reader's configuration" { "/ReaderConfig" } else { "" }
}

#[test]
fn comparisons() {
    for (name, compares) in OPERATORS {
        let (good, bad) = match compares {
            Compares::Text | Compares::Pattern => (json!("a*"), json!(1)),
            Compares::Number => (json!(1.5), json!("1")),
            Compares::Timestamp => (json!("2026-01-31T12:00:00Z"), json!("noon")),
            Compares::Truth | Compares::Test => (json!(true), json!("true")),
        };
        let rule = |operator: &str, value: &Value| {
            let mut choice = state(Kind::Choice, QueryLanguage::JsonPath, false);
            choice["Choices"] = json!([{ "Variable": "$.a", operator: value, "Next": "Z" }]);
            definition(choice, QueryLanguage::JsonPath)
        };
        let at = "/States/A/Choices/0";
        silent(&rule(name, &good), name);
        found(&rule(name, &bad), &format!("{at}/{name}"), &[], name);
        let twin = format!("{name}Path");
        if matches!(compares, Compares::Pattern | Compares::Test) {
            found(&rule(&twin, &json!("$.b")), &format!("{at}/{twin}"), &["unknown-field"], &twin);
        } else {
            silent(&rule(&twin, &json!("$.b")), &twin);
            found(&rule(&twin, &json!("b")), &format!("{at}/{twin}"), &["malformed-path"], &twin);
        }
    }
}

#[test]
fn intrinsic_functions() {
    let call = |call: &str| {
        let state = json!({ "Type": "Pass", "Parameters": { "a.$": call }, "End": true });
        definition(state, QueryLanguage::JsonPath)
    };
    for function in stepwright::query::FUNCTIONS {
        let argument = |index: usize| match function.parameter(index).unwrap() {
            stepwright::query::Kind::Algorithm => "'MD5'",
            stepwright::query::Kind::False => "false",
            stepwright::query::Kind::Text => "'a'",
            _ => "$.a",
        };
        let arguments = |count: usize| (0..count).map(argument).collect::<Vec<_>>().join(", ");
        let name = function.name;
        silent(&call(&format!("{name}({})", arguments(function.least()))), name);
        let at = "/States/A/Parameters/a.$";
        if function.least() > 0 {
            let few = call(&format!("{name}({})", arguments(function.least() - 1)));
            found(&few, at, &["malformed-expression"], name);
        }
        if let Some(most) = function.most() {
            let comma = if most == 0 { "" } else { ", " };
            let many = call(&format!("{name}({}{comma}1)", arguments(most)));
            found(&many, at, &["malformed-expression"], name);
        }
    }
    let nested = |depth: usize| call(&format!("{}$.a{}", "States.Array(".repeat(depth), ")".repeat(depth)));
    silent(&nested(10), "ten deep");
    found(&nested(11), "/States/A/Parameters/a.$", &["malformed-expression"], "eleven deep");
}

/// States of a machine that speaks JSONPath.
fn states(states: Value) -> Value {
    json!({ "StartAt": states.as_object().unwrap().keys().next().unwrap(), "States": states })
}

/// The only state of a machine, of these fields.
fn alone(state: Value, language: QueryLanguage) -> Value {
    definition(state, language)
}

fn pass(fields: Value) -> Value {
    let mut state = json!({ "Type": "Pass", "End": true });
    state.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    state
}

/// A rule that no table of fields says: what breaks it, the rule that finds it, and what keeps it.
type Broken = (&'static str, &'static str, Value, Value);

fn each_is_found(cases: Vec<Broken>, workflow: Workflow) {
    for (what, code, broken, kept) in cases {
        let judge =
            |definition: &Value| validate(definition.to_string(), Format::Json, &Options::new(workflow));
        let found = judge(&broken);
        assert!(found.iter().any(|finding| finding.code == code), "{what}: {broken}\n{found:?}");
        let left = judge(&kept);
        let silent = left.iter().all(|it| it.code != code && !it.is_error());
        assert!(silent, "{what}: {kept}\n{left:?}");
    }
}

#[test]
fn structure() {
    let done = || json!({ "Type": "Succeed" });
    let to = |next: &str| json!({ "Type": "Pass", "Next": next });
    let branch = |inner: Value| json!({ "Type": "Parallel", "Branches": [inner], "End": true });
    let choice = |default: &str| json!({ "Type": "Choice", "Choices": [{ "Variable": "$.a", "IsNull": true, "Next": "Z" }], "Default": default });
    let name = |length: usize| states(json!({ "x".repeat(length): done() }));
    let inner = |name: &str| states(json!({ name: done() }));
    each_is_found(
        vec![
            (
                "`StartAt` names a state",
                "unknown-next",
                json!({ "StartAt": "B", "States": { "A": done() } }),
                json!({ "StartAt": "A", "States": { "A": done() } }),
            ),
            (
                "`Next` names a state",
                "unknown-next",
                states(json!({ "A": to("C"), "B": done() })),
                states(json!({ "A": to("B"), "B": done() })),
            ),
            (
                "`Default` names a state",
                "unknown-next",
                states(json!({ "A": choice("C"), "Z": done() })),
                states(json!({ "A": choice("Z"), "Z": done() })),
            ),
            (
                "every state is reached",
                "unreachable-state",
                states(json!({ "A": done(), "B": done() })),
                states(json!({ "A": to("B"), "B": done() })),
            ),
            (
                "a machine ends",
                "no-end",
                states(json!({ "A": to("B"), "B": to("A") })),
                states(json!({ "A": to("B"), "B": done() })),
            ),
            ("a name has 80 characters", "malformed-state-name", name(81), name(80)),
            (
                "a name stands once, in all machines",
                "duplicate-state",
                states(json!({ "A": branch(inner("A")) })),
                states(json!({ "A": branch(inner("B")) })),
            ),
            (
                "no way leads into a branch",
                "unknown-next",
                states(json!({ "A": to("I"), "B": branch(inner("I")) })),
                states(json!({ "A": to("B"), "B": branch(inner("I")) })),
            ),
            (
                "no way leads out of a branch",
                "unknown-next",
                states(json!({ "A": branch(states(json!({ "I": to("B") }))), "B": done() })),
                states(json!({ "A": branch(states(json!({ "I": to("J"), "J": done() }))) })),
            ),
            (
                "a branch has no timeout of its own",
                "misplaced-field",
                states(
                    json!({ "A": branch(json!({ "TimeoutSeconds": 9, "StartAt": "I", "States": { "I": done() } })) }),
                ),
                json!({ "TimeoutSeconds": 9, "StartAt": "A", "States": { "A": branch(inner("I")) } }),
            ),
            (
                "a branch has no version",
                "misplaced-field",
                states(
                    json!({ "A": branch(json!({ "Version": "1.0", "StartAt": "I", "States": { "I": done() } })) }),
                ),
                json!({ "Version": "1.0", "StartAt": "A", "States": { "A": branch(inner("I")) } }),
            ),
            (
                "JSONPath has no place in a machine of JSONata",
                "jsonpath-in-jsonata-machine",
                alone(pass(json!({ "QueryLanguage": "JSONPath" })), QueryLanguage::Jsonata),
                alone(pass(json!({ "QueryLanguage": "JSONata", "Output": 1 })), QueryLanguage::JsonPath),
            ),
        ],
        Workflow::Standard,
    );
}

#[test]
fn express_workflows() {
    let task = |resource: &str, parameters: Value| {
        let state = json!({ "Type": "Task", "Resource": resource, "Parameters": parameters, "End": true });
        alone(state, QueryLanguage::JsonPath)
    };
    let job = json!({ "JobName": "j" });
    let answer = json!({ "TopicArn": "t", "Message.$": "$$.Task.Token" });
    let wait = |seconds: u64| {
        alone(json!({ "Type": "Wait", "Seconds": seconds, "End": true }), QueryLanguage::JsonPath)
    };
    let map = |distributed: bool| {
        alone(state(Kind::Map, QueryLanguage::JsonPath, distributed), QueryLanguage::JsonPath)
    };
    let called = alone(state(Kind::Task, QueryLanguage::JsonPath, false), QueryLanguage::JsonPath);
    let activity = json!({ "Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:a", "End": true });
    each_is_found(
        vec![
            (
                "no jobs",
                "not-in-express",
                task("arn:aws:states:::glue:startJobRun.sync", job.clone()),
                task("arn:aws:states:::glue:startJobRun", job),
            ),
            (
                "no callbacks",
                "not-in-express",
                task("arn:aws:states:::sns:publish.waitForTaskToken", answer.clone()),
                task("arn:aws:states:::sns:publish", answer),
            ),
            ("no activities", "not-in-express", alone(activity, QueryLanguage::JsonPath), called),
            ("no distributed Map", "not-in-express", map(true), map(false)),
            ("five minutes", "beyond-timeout", wait(301), wait(299)),
        ],
        Workflow::Express,
    );
}

#[test]
fn limits_of_the_service() {
    let map = |distributed: bool, most: u64| {
        let mut state = state(Kind::Map, QueryLanguage::JsonPath, distributed);
        state["MaxConcurrency"] = json!(most);
        alone(state, QueryLanguage::JsonPath)
    };
    let http = |seconds: u64| {
        let said = json!({ "ApiEndpoint": "https://a.example", "Method": "GET", "Authentication": { "ConnectionArn": "c" } });
        let state = json!({ "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": said,
            "TimeoutSeconds": seconds, "End": true });
        alone(state, QueryLanguage::JsonPath)
    };
    let retry = |most: u64| {
        let mut state = state(Kind::Task, QueryLanguage::JsonPath, false);
        state["Retry"] = json!([{ "ErrorEquals": ["X"], "IntervalSeconds": 5, "MaxDelaySeconds": most }]);
        alone(state, QueryLanguage::JsonPath)
    };
    let beats = |heartbeat: u64| {
        let mut state = state(Kind::Task, QueryLanguage::JsonPath, false);
        state["TimeoutSeconds"] = json!(60);
        state["HeartbeatSeconds"] = json!(heartbeat);
        alone(state, QueryLanguage::JsonPath)
    };
    each_is_found(
        vec![
            ("40 at once, inline", "beyond-service-limit", map(false, 41), map(false, 40)),
            ("10,000 at once, distributed", "beyond-service-limit", map(true, 10_001), map(true, 10_000)),
            ("a minute for HTTP", "beyond-service-limit", http(61), http(60)),
            ("a delay is longer than the interval", "delay-below-interval", retry(5), retry(6)),
            ("heartbeats are shorter than the timeout", "heartbeat-not-below-timeout", beats(60), beats(59)),
        ],
        Workflow::Standard,
    );
}

#[test]
fn variables() {
    let assign = |name: &str| alone(pass(json!({ "Assign": { name: 1 } })), QueryLanguage::JsonPath);
    let kind = |kind: &str| {
        let mut state = json!({ "Type": kind, "Assign": { "v": 1 } });
        if kind == "Pass" {
            state["End"] = json!(true);
        }
        alone(state, QueryLanguage::JsonPath)
    };
    let within = |outer: &str, inner: Value, distributed: bool| {
        let mut map = state(Kind::Map, QueryLanguage::JsonPath, distributed);
        map["ItemProcessor"]["StartAt"] = json!("J");
        map["ItemProcessor"]["States"] = json!({ "J": inner });
        states(json!({ "A": { "Type": "Pass", "Assign": { outer: 1 }, "Next": "B" }, "B": map }))
    };
    let sets = |name: &str| pass(json!({ "Assign": { name: 2 } }));
    let reads = || pass(json!({ "Parameters": { "x.$": "$v" } }));
    let later =
        |first: Value| states(json!({ "A": first, "B": pass(json!({ "Parameters": { "x.$": "$v" } })) }));
    each_is_found(
        vec![
            ("begins like a word", "variable-name", assign("1a"), assign("a1")),
            ("letters of any script", "variable-name", assign("größe-1"), assign("größe1")),
            ("80 characters", "variable-name", assign(&"x".repeat(81)), assign(&"x".repeat(80))),
            ("no part of a variable", "variable-name", assign("a.b"), assign("a_b")),
            ("`states` is taken", "variable-name", assign("states"), assign("state")),
            ("not by Succeed", "misplaced-field", kind("Succeed"), kind("Pass")),
            ("not by Fail", "misplaced-field", kind("Fail"), kind("Pass")),
            (
                "not one of the outer machine",
                "variable-of-outer-scope",
                within("v", sets("v"), false),
                within("v", sets("w"), false),
            ),
            (
                "a child workflow sees none",
                "undefined-variable",
                within("v", reads(), true),
                within("v", reads(), false),
            ),
            (
                "from the next state on",
                "undefined-variable",
                alone(
                    pass(json!({ "Assign": { "v": 1 }, "Parameters": { "x.$": "$v" } })),
                    QueryLanguage::JsonPath,
                ),
                later(json!({ "Type": "Pass", "Assign": { "v": 1 }, "Next": "B" })),
            ),
        ],
        Workflow::Standard,
    );
}

#[test]
fn errors_and_their_order() {
    let retry = |clauses: Value| {
        let mut state = state(Kind::Task, QueryLanguage::JsonPath, false);
        state["Retry"] = clauses;
        alone(state, QueryLanguage::JsonPath)
    };
    let names =
        |lists: &[&[&str]]| retry(lists.iter().map(|names| json!({ "ErrorEquals": names })).collect());
    each_is_found(
        vec![
            (
                "`States.ALL` stands alone",
                "all-not-last",
                names(&[&["States.ALL", "X"]]),
                names(&[&["X"], &["States.ALL"]]),
            ),
            (
                "`States.ALL` is last",
                "all-not-last",
                names(&[&["States.ALL"], &["X"]]),
                names(&[&["X"], &["States.ALL"]]),
            ),
            (
                "`States.TaskFailed` takes all but `States.Timeout`",
                "shadowed-error",
                names(&[&["States.TaskFailed"], &["X"]]),
                names(&[&["States.TaskFailed"], &["States.Timeout"]]),
            ),
            (
                "names that begin with `States.` are AWS's",
                "unknown-error",
                names(&[&["States.Oops"]]),
                names(&[&["States.Permissions"]]),
            ),
        ],
        Workflow::Standard,
    );
}

#[test]
fn calls_in_jsonpath() {
    let call = |call: &str| alone(pass(json!({ "Parameters": { "a.$": call } })), QueryLanguage::JsonPath);
    let cause = |call: &str| alone(json!({ "Type": "Fail", "CausePath": call }), QueryLanguage::JsonPath);
    let with = |name: &str, value: &str| alone(pass(json!({ name: value })), QueryLanguage::JsonPath);
    let text = |function: &str, length: usize| call(&format!("States.{function}('{}')", "x".repeat(length)));
    each_is_found(
        vec![
            (
                "algorithms",
                "malformed-expression",
                call("States.Hash($.a, 'MD4')"),
                call("States.Hash($.a, 'SHA-384')"),
            ),
            (
                "shallow merging",
                "malformed-expression",
                call("States.JsonMerge($.a, $.b, true)"),
                call("States.JsonMerge($.a, $.b, false)"),
            ),
            (
                "steps",
                "malformed-expression",
                call("States.ArrayRange(1, 9, 0)"),
                call("States.ArrayRange(1, 9, 2)"),
            ),
            (
                "1,000 numbers",
                "failing-expression",
                call("States.ArrayRange(1, 1001, 1)"),
                call("States.ArrayRange(1, 1000, 1)"),
            ),
            (
                "pieces of some size",
                "malformed-expression",
                call("States.ArrayPartition($.a, 0)"),
                call("States.ArrayPartition($.a, 1)"),
            ),
            (
                "an argument per place",
                "malformed-expression",
                call("States.Format('{} {}', $.a)"),
                call(r"States.Format('{} \{\} \' \\', $.a)"),
            ),
            ("escapes", "malformed-expression", call(r"States.Format('\n')"), call(r"States.Format('\\n')")),
            (
                "10,000 to encode",
                "failing-expression",
                text("Base64Encode", 10_001),
                text("Base64Encode", 10_000),
            ),
            (
                "10,000 to decode",
                "failing-expression",
                text("Base64Decode", 10_001),
                text("Base64Decode", 10_000),
            ),
            ("functions", "malformed-expression", call("States.Oops()"), call("States.UUID()")),
            (
                "calls in paths",
                "malformed-path",
                with("InputPath", "States.UUID()"),
                with("InputPath", "$.a"),
            ),
            (
                "results that are text",
                "misplaced-intrinsic",
                cause("States.MathAdd(1, 2)"),
                cause("States.ArrayGetItem($.a, 0)"),
            ),
        ],
        Workflow::Standard,
    );
}

#[test]
fn expressions_in_jsonata() {
    let output = |text: &str| alone(pass(json!({ "Output": text })), QueryLanguage::Jsonata);
    let task = |field: &str| {
        let mut state = state(Kind::Task, QueryLanguage::Jsonata, false);
        state[field] = json!({ "a": "{% $states.result %}" });
        alone(state, QueryLanguage::Jsonata)
    };
    let caught = |text: &str| {
        let mut state = state(Kind::Task, QueryLanguage::Jsonata, false);
        state["Catch"] = json!([{ "ErrorEquals": ["States.ALL"], "Next": "Z", "Output": text }]);
        alone(state, QueryLanguage::Jsonata)
    };
    let mut cases = vec![
        ("no later operators", "malformed-jsonata", output("{% 1 ?? 2 %}"), output("{% true ? 1 : 2 %}")),
        ("nor this one", "malformed-jsonata", output("{% 1 ?: 2 %}"), output("{% true ? 1 : 2 %}")),
        ("no `$eval`", "unknown-function", output("{% $eval('1') %}"), output("{% $parse('1') %}")),
        ("both delimiters", "half-delimited-expression", output("{% 1"), output("{% 1 %}")),
        ("nothing in front", "half-delimited-expression", output(" {% 1 %}"), output("{% 1 %}")),
        ("results where there are some", "unknown-states-field", task("Arguments"), task("Output")),
        (
            "errors where there are some",
            "unknown-states-field",
            output("{% $states.errorOutput %}"),
            caught("{% $states.errorOutput %}"),
        ),
        (
            "no result where it failed",
            "unknown-states-field",
            caught("{% $states.result %}"),
            caught("{% $states.input %}"),
        ),
    ];
    for (wrong, right) in [
        ("$partition([1])", "$partition([1], 1)"),
        ("$range(1, 2)", "$range(1, 2, 1)"),
        ("$hash('a', 'MD5', 1)", "$hash('a', 'MD5')"),
        ("$random(1, 2)", "$random(1)"),
        ("$uuid(1)", "$uuid()"),
        ("$parse('1', 2)", "$parse('1')"),
    ] {
        let of = |text: &str| output(&format!("{{% {text} %}}"));
        cases.push(("arguments", "failing-expression", of(wrong), of(right)));
    }
    each_is_found(cases, Workflow::Standard);
}

#[test]
fn distributed_maps() {
    let map = |name: &str, value: Value| {
        let mut state = state(Kind::Map, QueryLanguage::JsonPath, true);
        state[name] = value;
        alone(state, QueryLanguage::JsonPath)
    };
    let reader = |api: &str, config: Value| {
        let mut from = json!({ "Bucket": "b" });
        from[if api == "getObject" { "Key" } else { "Prefix" }] = json!("k");
        let resource = format!("arn:aws:states:::s3:{api}");
        map("ItemReader", json!({ "Resource": resource, "Parameters": from, "ReaderConfig": config }))
    };
    let object = |config: Value| reader("getObject", config);
    let rows = || json!({ "InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW" });
    let given = |length: usize| json!({ "InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x".repeat(length)] });
    let with = |mut config: Value, name: &str, value: Value| {
        config[name] = value;
        object(config)
    };
    let labels = |second: &str| {
        let mut first = state(Kind::Map, QueryLanguage::JsonPath, true);
        let mut other = first.clone();
        first["Label"] = json!("first");
        first["Next"] = json!("B");
        first.as_object_mut().unwrap().remove("End");
        other["Label"] = json!(second);
        other["ItemProcessor"]["StartAt"] = json!("J");
        other["ItemProcessor"]["States"] = json!({ "J": { "Type": "Succeed" } });
        states(json!({ "A": first, "B": other }))
    };
    let credentials = |resource: &str| {
        let role = json!({ "RoleArn": "arn:aws:iam::123456789012:role/r" });
        let state = json!({ "Type": "Task", "Resource": resource, "Credentials": role, "End": true });
        alone(state, QueryLanguage::JsonPath)
    };
    let writer = "arn:aws:states:::s3:putObject";
    each_is_found(
        vec![
            (
                "an object says its format",
                "malformed-reader",
                object(json!({ "MaxItems": 1 })),
                object(rows()),
            ),
            (
                "a table says its headers",
                "malformed-reader",
                object(json!({ "InputType": "CSV" })),
                object(rows()),
            ),
            (
                "given headers are given",
                "malformed-reader",
                object(json!({ "InputType": "CSV", "CSVHeaderLocation": "GIVEN" })),
                object(given(9)),
            ),
            (
                "headers of the first row are not given",
                "malformed-reader",
                with(rows(), "CSVHeaders", json!(["a"])),
                object(given(9)),
            ),
            ("10 KiB of headers", "malformed-reader", object(given(10_241)), object(given(10_240))),
            (
                "delimiters are of tables",
                "malformed-reader",
                object(json!({ "InputType": "JSON", "CSVDelimiter": "TAB" })),
                with(rows(), "CSVDelimiter", json!("TAB")),
            ),
            (
                "pointers are into JSON",
                "malformed-reader",
                with(rows(), "ItemsPointer", json!("/a")),
                object(json!({ "InputType": "JSON", "ItemsPointer": "/a" })),
            ),
            (
                "lists are flattened, objects are not",
                "malformed-reader",
                object(json!({ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" })),
                reader("listObjectsV2", json!({ "InputType": "JSON", "Transformation": "LOAD_AND_FLATTEN" })),
            ),
            (
                "what is flattened says its format",
                "malformed-reader",
                reader("listObjectsV2", json!({ "Transformation": "LOAD_AND_FLATTEN" })),
                reader("listObjectsV2", json!({ "Transformation": "NONE" })),
            ),
            (
                "an inventory knows its format",
                "malformed-reader",
                object(json!({ "ManifestType": "S3_INVENTORY", "InputType": "CSV" })),
                object(json!({ "ManifestType": "S3_INVENTORY" })),
            ),
            (
                "Athena writes no JSON",
                "malformed-reader",
                object(json!({ "ManifestType": "ATHENA_DATA", "InputType": "JSON" })),
                object(json!({ "ManifestType": "ATHENA_DATA", "InputType": "PARQUET" })),
            ),
            (
                "items are read from S3",
                "malformed-reader",
                map("ItemReader", json!({ "Resource": writer })),
                map("ItemReader", json!({ "Resource": "arn:aws:states:::s3:listObjectsV2" })),
            ),
            (
                "a batch has a size",
                "batch-without-size",
                map("ItemBatcher", json!({ "BatchInput": {} })),
                map("ItemBatcher", json!({ "MaxInputBytesPerBatch": 262_144, "BatchInput": {} })),
            ),
            (
                "a writer writes",
                "empty-result-writer",
                map("ResultWriter", json!({})),
                map("ResultWriter", json!({ "WriterConfig": { "OutputType": "JSONL" } })),
            ),
            (
                "a writer has a bucket",
                "empty-result-writer",
                map("ResultWriter", json!({ "Resource": writer })),
                map("ResultWriter", json!({ "Resource": writer, "Parameters": { "Bucket": "b" } })),
            ),
            (
                "characters of a label",
                "malformed-label",
                map("Label", json!("a:b")),
                map("Label", json!("a-b")),
            ),
            (
                "signs that nobody sees",
                "malformed-label",
                map("Label", json!("a\u{85}b")),
                map("Label", json!("a.b")),
            ),
            ("a label stands once", "duplicate-label", labels("first"), labels("second")),
            (
                "nobody else's role for an activity",
                "malformed-credentials",
                credentials("arn:aws:states:eu-west-1:123456789012:activity:a"),
                credentials("arn:aws:lambda:eu-west-1:123456789012:function:f"),
            ),
        ],
        Workflow::Standard,
    );
    let items = |distributed: bool| {
        let mut state = state(Kind::Map, QueryLanguage::Jsonata, distributed);
        state["Items"] = json!({ "a": 1 });
        alone(state, QueryLanguage::Jsonata)
    };
    each_is_found(
        vec![("an object is for distributed Maps", "wrong-type", items(false), items(true))],
        Workflow::Standard,
    );
}

#[test]
fn placeholders_are_no_errors() {
    let task = |name: &str, value: Value| {
        let mut state = state(Kind::Task, QueryLanguage::JsonPath, false);
        state[name] = value;
        alone(state, QueryLanguage::JsonPath)
    };
    let named = "${Name}";
    let inline = |name: &str, value: Value| {
        let mut state = state(Kind::Map, QueryLanguage::JsonPath, false);
        state[name] = value;
        alone(state, QueryLanguage::JsonPath)
    };
    let choice = |operator: &str| {
        let rule = json!({ "Variable": "$.a", operator: named, "Next": "Z" });
        alone(json!({ "Type": "Choice", "Choices": [rule], "Default": "Z" }), QueryLanguage::JsonPath)
    };
    let wait =
        |name: &str| alone(json!({ "Type": "Wait", name: named, "End": true }), QueryLanguage::JsonPath);
    let definitions = [
        task("Resource", json!(named)),
        task("Resource", json!("arn:${Partition}:states:::lambda:invoke")),
        task("TimeoutSeconds", json!(named)),
        task("HeartbeatSeconds", json!(named)),
        task("Credentials", json!({ "RoleArn": named })),
        task("Parameters", json!({ named: named, "a.$": named, "b.$": "$.${Name}.c" })),
        task(
            "Retry",
            json!([{ "ErrorEquals": [named], "BackoffRate": named, "MaxAttempts": named, "JitterStrategy": named }]),
        ),
        task("Catch", json!([{ "ErrorEquals": [named], "ResultPath": named, "Next": "Z" }])),
        task("InputPath", json!(named)),
        task("Assign", json!({ "v": named })),
        inline("MaxConcurrency", json!(named)),
        inline("ItemsPath", json!(named)),
        choice("NumericEquals"),
        choice("BooleanEquals"),
        choice("TimestampEquals"),
        choice("StringEqualsPath"),
        wait("Seconds"),
        wait("Timestamp"),
        wait("SecondsPath"),
        states(json!({ named: { "Type": "Succeed" } })),
        json!({ "StartAt": "A", "TimeoutSeconds": named, "States": { "A": { "Type": "Succeed" } } }),
        alone(pass(json!({ "Output": "{% $states.input.${Name} + ${Name} %}" })), QueryLanguage::Jsonata),
    ];
    for definition in definitions {
        for options in [Options::default(), Options::default().bound(["Name", "Partition"])] {
            let found = validate(definition.to_string(), Format::Json, &options);
            assert!(!found.iter().any(Diagnostic::is_error), "{definition}\n{found:?}");
        }
        let found = validate(definition.to_string(), Format::Json, &Options::default().bound(["Other"]));
        assert!(found.iter().any(|it| it.code == "unbound-placeholder"), "{definition}\n{found:?}");
    }
}
