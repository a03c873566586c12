//! Every entry of the language's tables: one definition that breaks it, and one that keeps it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a wrong table is a failure")]

use serde_json::{Value, json};
use stepwright::asl::contract::{
    self, Compares, FieldSpec, Holds, OPERATORS, ObjectSpec, STATE_CHOOSE, Shape,
};
use stepwright::asl::source::Format;
use stepwright::asl::{Kind, QueryLanguage, STATE_FIELDS};
use stepwright::diagnostic::Diagnostic;
use stepwright::validate::{Options, validate};

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
