//! Template values in short, for people.

use serde_json::Value;

/// A value as one line: text as it is, references as `${Cluster.Arn}`, other functions by their name.
pub(super) fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => match map.iter().next() {
            Some((name, argument)) if map.len() == 1 => function(name, argument),
            _ => value.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(short).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

fn function(name: &str, argument: &Value) -> String {
    let items = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match (name, argument, items) {
        ("Ref", Value::String(name), _) => format!("${{{name}}}"),
        ("Fn::GetAtt", _, [id, attribute]) => format!("${{{}.{}}}", short(id), short(attribute)),
        ("Fn::Sub", Value::String(pattern), _) => pattern.clone(),
        ("Fn::Sub", _, [Value::String(pattern), Value::Object(named)]) => {
            let mut text = pattern.clone();
            for (name, value) in named {
                text = text.replace(&format!("${{{name}}}"), &short(value));
            }
            text
        }
        ("Fn::Join", _, [Value::String(delimiter), Value::Array(parts)]) => {
            parts.iter().map(short).collect::<Vec<_>>().join(delimiter)
        }
        ("Fn::Select", _, [index, list]) => format!("{}[{index}]", short(list)),
        _ => {
            let function = name.strip_prefix("Fn::").unwrap_or(name);
            let argument = short(argument);
            let inner = argument.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
            format!("${{{function}({})}}", inner.unwrap_or(&argument))
        }
    }
}

/// What [`arn`] puts in place of the partition, region and account that is deployed to.
pub(super) const HERE: &str = "…";

/// An ARN in short: what is that of the deployment is left out. Other text stays as it is.
pub(super) fn arn(text: &str) -> String {
    let [Some("arn"), Some(partition), Some(service), Some(region), Some(account), Some(rest)] = fields(text)
    else {
        return text.to_owned();
    };
    let here = |field: &str, name: &str| if field == name { HERE.to_owned() } else { field.to_owned() };
    format!(
        "arn:{}:{service}:{}:{}:{rest}",
        here(partition, "${AWS::Partition}"),
        here(region, "${AWS::Region}"),
        here(account, "${AWS::AccountId}")
    )
}

/// The six fields of an ARN: cut at colons, but not in `${…}`.
fn fields(text: &str) -> [Option<&str>; 6] {
    let mut rest = Some(text);
    std::array::from_fn(|index| {
        let whole = rest?;
        let mut depth = 0_u32;
        let colon = whole.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            byte == b':' && depth == 0 && index < 5
        });
        let cut = colon.and_then(|at| Some((whole.get(..at)?, whole.get(at + 1..)?)));
        let (field, remains) = match cut {
            Some((field, remains)) => (field, Some(remains)),
            None => (whole, None),
        };
        rest = remains;
        Some(field)
    })
}
