//! Templates as the cases have them: references as text.

use serde_json::{Map, Value};

/// A value of a template as part of a longer text: `${Name}`, `${Name.Attribute}`, `${Function(..)}`.
pub fn text(value: &Value) -> String {
    let Some((function, argument)) = intrinsic(value) else {
        return match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
    };
    match (function, argument) {
        ("Fn::Sub", Value::String(text)) => text.clone(),
        ("Fn::Sub", Value::Array(parts)) => {
            let (Some(Value::String(pattern)), Some(Value::Object(names))) = (parts.first(), parts.get(1))
            else {
                return value.to_string();
            };
            names.iter().fold(pattern.clone(), |out, (name, value)| {
                out.replace(&format!("${{{name}}}"), &text(value))
            })
        }
        ("Fn::Join", Value::Array(parts)) => match (parts.first(), parts.get(1)) {
            (Some(Value::String(between)), Some(Value::Array(items))) => {
                items.iter().map(text).collect::<Vec<_>>().join(between)
            }
            _ => format!("${{{}}}", expression(value)),
        },
        _ => format!("${{{}}}", expression(value)),
    }
}

/// A value of a template as an argument of a function.
fn expression(value: &Value) -> String {
    if let Some((function, argument)) = intrinsic(value) {
        return match (function, argument) {
            ("Ref", Value::String(name)) => name.clone(),
            ("Fn::GetAtt", Value::Array(parts)) => parts.iter().map(text).collect::<Vec<_>>().join("."),
            ("Fn::Sub", Value::String(text)) => {
                text.trim_start_matches("${").trim_end_matches('}').to_owned()
            }
            (function, Value::Array(arguments)) => {
                let arguments: Vec<String> = arguments.iter().map(expression).collect();
                format!("{}({})", function.trim_start_matches("Fn::"), arguments.join(", "))
            }
            (function, argument) => {
                format!("{}({})", function.trim_start_matches("Fn::"), expression(argument))
            }
        };
    }
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(expression).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn intrinsic(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let (function, argument) = map.iter().next()?;
    (function == "Ref" || function.starts_with("Fn::")).then_some((function.as_str(), argument))
}

/// A value with the references in it as text.
pub fn value(json: &Value) -> Value {
    if intrinsic(json).is_some() {
        return text(json).into();
    }
    match json {
        Value::Array(items) => items.iter().map(value).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.clone(), value(item))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// A definition with what its names stand for in their place.
pub fn definition(json: &Value, names: &Map<String, Value>) -> Value {
    match json {
        Value::String(said) => {
            let mut out = said.clone();
            for (name, reference) in names {
                out = out.replace(&format!("${{{name}}}"), &text(reference));
            }
            out.into()
        }
        Value::Array(items) => items.iter().map(|item| definition(item, names)).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.clone(), definition(item, names))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
