//! Log groups whose names fill the resource policy of the account. It is found in a template, which has the names.

use super::super::Rule;
use crate::diagnostic::{Diagnostic, Severity, pointer};

/// The most characters of a resource policy of CloudWatch Logs.
const MOST: usize = 5_120;

/// What the policy says around the names, at least: the shortest region, one statement.
const FRAME: usize = r#"{"Version":"2012-10-17","Statement":[{"Sid":"AWSLogDeliveryWrite","Effect":"Allow","Principal":{"Service":["delivery.logs.amazonaws.com"]},"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":[]}]}"#.len();

/// What it says around each name, at least.
const EACH: usize = r#""arn:aws:logs:us-east-1:123456789012:log-group::log-stream:*","#.len();

pub(super) static RULE: Rule = Rule {
    name: "log-policy-overflow",
    severity: Severity::Warning,
    summary: "log groups of machines whose names fill the account's resource policy for logs",
    why: "For each log group that a machine writes to, Step Functions adds the name to a resource policy of CloudWatch Logs, \
          which has at most 5,120 characters for the whole account and region; with more, the machine is refused. Names \
          that begin with `/aws/vendedlogs/` are covered at once. It warns where one template is too much, and advises \
          where it takes more than half.",
    example: r##"{ "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "orders-and-so-on, in 60 machines" } } }"##,
    instead: r##"{ "Logs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/vendedlogs/states/orders" } } }"##,
    references: &["https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html"],
    check: None,
};

/// Whether a name of a log group leaves the policy as it is.
pub(in super::super) fn is_covered(name: &str) -> bool {
    name.starts_with("/aws/vendedlogs/")
}

/// Judges log groups whose names are added: each by its logical id or ARN, with the fewest characters of its name.
pub(in super::super) fn judge(groups: &[(String, usize)]) -> Option<Diagnostic> {
    let length = FRAME + groups.iter().map(|(_, name)| EACH + name).sum::<usize>();
    if length <= MOST / 2 {
        return None;
    }
    let (first, _) = groups.first()?;
    let message = format!(
        "{} log groups of machines take {length} characters or more of a resource policy, which has {MOST} for the whole \
         account",
        groups.len()
    );
    let mut finding = RULE.finding(message);
    if length <= MOST {
        finding.severity = Severity::Advice;
    }
    if !first.starts_with("arn:") {
        finding.place.resource = Some(first.clone());
        finding = finding.pointer(pointer("/Resources", first));
    }
    Some(finding.help("let their names begin with `/aws/vendedlogs/states/`"))
}
