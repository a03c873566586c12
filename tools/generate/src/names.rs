//! Rust names from CloudFormation's.

/// Words whose capitals do not follow the rule, and how they are read.
const WORDS: &[(&str, &str)] = &[
    ("DynamoDB", "Dynamodb"),
    ("DocumentDB", "Documentdb"),
    ("ETag", "Etag"),
    ("FSx", "Fsx"),
    ("GiB", "Gib"),
    ("GraphQL", "Graphql"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("IoT", "Iot"),
    ("MiB", "Mib"),
    ("OAuth", "Oauth"),
    ("VCpu", "Vcpu"),
    ("WebSocket", "Websocket"),
];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where",
    "while", "yield",
];

/// `EnableECSManagedTags` to `enable_ecs_managed_tags`; dots and anything else that is no letter or digit divide.
pub fn snake(name: &str) -> String {
    let mut name = name.to_owned();
    for (word, read) in WORDS {
        name = name.replace(word, read);
    }
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        let begins = c.is_ascii_uppercase()
            && match before {
                Some(b) if b.is_ascii_lowercase() || b.is_ascii_digit() => true,
                // The last capital of a run begins the next word, unless the run is a plural: `NotificationARNs`.
                Some(b) if b.is_ascii_uppercase() => {
                    let plural =
                        after == Some('s') && chars.get(i + 2).is_none_or(|c| !c.is_ascii_lowercase());
                    after.is_some_and(|a| a.is_ascii_lowercase()) && !plural
                }
                _ => false,
            };
        if begins && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// A field's or method's name: [`snake`], with an underscore after a keyword or after `new`.
pub fn field(name: &str) -> String {
    let name = snake(name);
    if KEYWORDS.contains(&name.as_str()) || name == "new" { format!("{name}_") } else { name }
}

/// Letters and digits only, the first one a capital.
pub fn pascal(name: &str) -> String {
    let mut out = String::new();
    let mut capital = true;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() {
            capital = true;
        } else if std::mem::take(&mut capital) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_words() {
        for (name, expected) in [
            ("EnableECSManagedTags", "enable_ecs_managed_tags"),
            ("VPCId", "vpc_id"),
            ("DBInstances", "db_instances"),
            ("NotificationARNs", "notification_arns"),
            ("KMSMasterKeyID", "kms_master_key_id"),
            ("EnableIPv6", "enable_ipv6"),
            ("S3BucketName", "s3_bucket_name"),
            ("FSxWindowsFileServerVolumeConfiguration", "fsx_windows_file_server_volume_configuration"),
            ("Endpoint.Address", "endpoint_address"),
            ("ARNs", "arns"),
        ] {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(field("Type"), "type_");
        assert_eq!(pascal("com.amazonaws.Thing"), "ComAmazonawsThing");
    }
}
