//! Permissions as data: statements with the reason they exist, policies, merging.
//!
//! A statement is made by whoever needs it and says why ([`Reason`]). Merging never widens anything: actions are
//! joined only where effect, resources and conditions are equal, resources only where effect, actions and
//! conditions are.

mod arn;
mod merge;
mod statement;

pub(crate) use arn::of_machine;
pub use arn::{any_region_arn, arn, global_arn, own_executions, own_machine};
pub use merge::merge;
pub use statement::{Condition, Effect, Reason, Statement};

use serde_json::{Map, Value};

/// The most characters that all inline policies of one role may have together, white space aside.
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub const INLINE_POLICY_LIMIT: usize = 10_240;

/// The most characters that one managed policy may have, white space aside.
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub const MANAGED_POLICY_LIMIT: usize = 6_144;

/// The most managed policies that a role may have attached before the quota is raised.
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub const MANAGED_POLICIES_PER_ROLE: usize = 10;

/// The policy document of these statements.
///
/// ```
/// use stepwright::iam::{Statement, policy_document};
///
/// let document = policy_document(&[Statement::allow(["sqs:SendMessage"]).on("*")]);
/// assert_eq!(
///     document.to_string(),
///     r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}"#
/// );
/// ```
pub fn policy_document(statements: &[Statement]) -> Value {
    let mut document = Map::new();
    document.insert("Version".to_owned(), "2012-10-17".into());
    document.insert("Statement".to_owned(), statements.iter().map(Statement::to_json).collect());
    Value::Object(document)
}

/// The policy of a resource or of an endpoint: statements, each with whom it is for, such as `{"Service": "…"}` or `"*"`.
///
/// ```
/// use serde_json::json;
/// use stepwright::iam::{Statement, resource_policy};
///
/// let read = Statement::allow(["s3:GetObject"]).on("arn:aws:s3:::layers/*");
/// let policy = resource_policy([(json!("*"), read)]);
/// assert_eq!(
///     policy["Statement"][0].to_string(),
///     r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::layers/*"}"#
/// );
/// ```
///
/// Checked against <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
pub fn resource_policy(grants: impl IntoIterator<Item = (Value, Statement)>) -> Value {
    let mut document = policy_document(&[]);
    let statements = grants.into_iter().map(|(principal, statement)| {
        let mut out = Map::new();
        if let Value::Object(fields) = statement.to_json() {
            for (key, value) in fields {
                let effect = key == "Effect";
                out.insert(key, value);
                if effect {
                    out.insert("Principal".to_owned(), principal.clone());
                }
            }
        }
        Value::Object(out)
    });
    if let Value::Object(fields) = &mut document {
        fields.insert("Statement".to_owned(), statements.collect());
    }
    document
}

/// About how long a policy, or a part of one, is once deployed, in characters as IAM counts them.
///
/// What a reference becomes is not known yet: a pseudo parameter is taken for the longest there is, anything else for a
/// long ARN or name.
pub(crate) fn policy_length(value: &Value) -> usize {
    match value {
        Value::Object(map) => {
            let intrinsic = map.iter().next().filter(|(key, _)| map.len() == 1 && is_intrinsic(key));
            match intrinsic {
                Some((key, Value::String(text))) if key == "Fn::Sub" => 2 + text_length(text),
                Some((key, Value::Array(parts))) if key == "Fn::Sub" => {
                    2 + parts.first().and_then(Value::as_str).map_or(0, text_length)
                }
                Some(_) => 2 + REFERENCE_LENGTH,
                None => {
                    2 + map.iter().map(|(key, value)| key.len() + 4 + policy_length(value)).sum::<usize>()
                }
            }
        }
        Value::Array(items) => 2 + items.iter().map(|item| policy_length(item) + 1).sum::<usize>(),
        other => other.to_string().len(),
    }
}

/// What a reference may well become: `arn:aws:dynamodb:eu-central-1:123456789012:table/` and a generated name.
const REFERENCE_LENGTH: usize = 120;

fn is_intrinsic(key: &str) -> bool {
    key == "Ref" || key.starts_with("Fn::")
}

/// The length of the text of an `Fn::Sub` with its names replaced.
fn text_length(text: &str) -> usize {
    let mut length = text.len();
    for part in text.split("${").skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let replaced = match name {
            "AWS::Partition" => 10,
            "AWS::Region" => 14,
            "AWS::AccountId" => 12,
            name if name.starts_with('!') => name.len() + 2,
            _ => REFERENCE_LENGTH,
        };
        length = (length + replaced).saturating_sub(name.len() + 3);
    }
    length
}

/// The trust policy by which an AWS service may assume a role, for this account only.
///
/// `source_arn` narrows it further, to the thing on whose behalf the service acts: an ARN with wildcards, or `None`
/// where the service states none. See
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>.
pub fn trust_policy(service: &str, source_arn: Option<crate::reference::Reference>) -> Value {
    let mut equals = Map::new();
    equals.insert("aws:SourceAccount".to_owned(), crate::reference::account().to_json());
    let mut condition = Map::new();
    condition.insert("StringEquals".to_owned(), Value::Object(equals));
    if let Some(arn) = source_arn {
        let mut like = Map::new();
        like.insert("aws:SourceArn".to_owned(), arn.to_json());
        condition.insert("ArnLike".to_owned(), Value::Object(like));
    }
    trust(service, Some(condition))
}

/// The trust policy by which an AWS service may assume a role, without a condition on the source.
///
/// For services that send no source account when they assume a role, Lambda among them.
pub fn plain_trust_policy(service: &str) -> Value {
    trust(service, None)
}

fn trust(service: &str, condition: Option<Map<String, Value>>) -> Value {
    let mut principal = Map::new();
    principal.insert("Service".to_owned(), service.into());
    let mut statement = Map::new();
    statement.insert("Effect".to_owned(), "Allow".into());
    statement.insert("Principal".to_owned(), Value::Object(principal));
    statement.insert("Action".to_owned(), "sts:AssumeRole".into());
    if let Some(condition) = condition {
        statement.insert("Condition".to_owned(), Value::Object(condition));
    }
    let mut document = Map::new();
    document.insert("Version".to_owned(), "2012-10-17".into());
    document.insert("Statement".to_owned(), Value::Array(vec![Value::Object(statement)]));
    Value::Object(document)
}
