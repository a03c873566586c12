//! Any API, through the AWS SDK integrations.

use super::parameters::{ACTIONS, SERVICES, UNSUPPORTED, check_call, named};
use crate::asl::Payload;
use crate::data::{Entries, Tree};
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::Property;
use crate::task::{Example, IntegrationPattern, RequestOrCallback, Task, shape};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Calls an API of an AWS service that has no task of its own.
///
/// Service and action are named as a state's `Resource` names them: `s3` and `listObjectsV2`, `cloudwatchlogs` and
/// `getLogEvents`. Parameters are spelled in PascalCase, whatever the service itself does.
///
/// # Permissions
///
/// The IAM action that goes with the API, on the resources that are named. Service prefixes that differ from the
/// service's name are known, as are the actions of S3, Lambda, API Gateway and a few others that differ from their
/// APIs; elsewhere the action is taken to be called like the API. Where it is not, say
/// [`iam_action`](Self::iam_action). What a call needs beyond its own action (roles that it passes on, keys, objects
/// that it reads) is never known: say it with [`additional_statement`](Self::additional_statement).
///
/// # Checked
///
/// Service, action and the names of parameters, required ones too, by the models of AWS's SDKs: feature `sdk`.
///
/// # Patterns
///
/// Request and response, and callback.
///
/// # Output
///
/// What the API returns, in PascalCase.
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let translate = CallAwsService::new("translate", "translateText", ["*"])
///     .parameters(payload!({
///         "Text": path("$.text"), "SourceLanguageCode": "de", "TargetLanguageCode": "en"
///     }))
///     .state("Translate")
///     .result_selector(payload!({ "text": path("$.TranslatedText") }));
/// # let _ = translate;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct CallAwsService {
    parameters: Option<Payload>,
    #[serde(skip)]
    service: String,
    #[serde(skip)]
    action: String,
    #[serde(skip)]
    resources: Vec<Property<String>>,
    #[serde(skip)]
    iam_actions: Vec<String>,
    #[serde(skip)]
    conditions: Vec<(String, String, Property<String>)>,
    #[serde(skip)]
    additional: Vec<Statement>,
}

impl CallAwsService {
    /// Calls this action of this service, and permits it on these resources: ARNs, or `*` for an API that knows none.
    pub fn new<P: Into<Property<String>>>(
        service: impl Into<String>,
        action: impl Into<String>,
        resources: impl IntoIterator<Item = P>,
    ) -> Self {
        CallAwsService {
            parameters: Some(Payload(Entries::new().into())),
            service: service.into(),
            action: action.into(),
            resources: resources.into_iter().map(Into::into).collect(),
            iam_actions: Vec::new(),
            conditions: Vec::new(),
            additional: Vec::new(),
        }
    }

    /// The API's parameters, in PascalCase; by default none.
    pub fn parameters(mut self, parameters: impl Into<Payload>) -> Self {
        self.parameters = Some(parameters.into());
        self
    }

    /// Takes the state's input as the API's parameters.
    pub fn parameters_from_input(mut self) -> Self {
        self.parameters = None;
        self
    }

    /// The IAM action, `service:Action`, in place of the one that would be taken. Said again, one more.
    pub fn iam_action(mut self, action: impl Into<String>) -> Self {
        self.iam_actions.push(action.into());
        self
    }

    /// Permits the call under a condition only: operator, key, value.
    pub fn condition(
        mut self,
        operator: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<Property<String>>,
    ) -> Self {
        self.conditions.push((operator.into(), key.into(), value.into()));
        self
    }

    /// Permits something that the call needs beside its own action.
    pub fn additional_statement(mut self, statement: Statement) -> Self {
        self.additional.push(statement);
        self
    }

    /// The IAM actions that go with the API; those that were said, where any were.
    pub fn actions(&self) -> Vec<String> {
        if !self.iam_actions.is_empty() {
            return self.iam_actions.clone();
        }
        let (service, action) = (self.service.as_str(), self.action.as_str());
        if matches!(service, "apigateway" | "apigatewayv2") {
            return vec![format!("apigateway:{}", http_method(service, action))];
        }
        if service == "budgets" && !action.contains("Action") && !action.contains("Tag") {
            let kind = if action.starts_with("describe") { "ViewBudget" } else { "ModifyBudget" };
            return vec![format!("budgets:{kind}")];
        }
        if (service, action) == ("dynamodb", "transactWriteItems") {
            return self.transaction();
        }
        if let Some((_, _, actions)) =
            ACTIONS.iter().find(|(name, api, _)| *name == service && *api == action)
        {
            return actions.iter().map(|action| self.of_version(action)).collect();
        }
        let prefix = SERVICES.iter().find(|(name, _)| *name == service).map_or(service, |(_, prefix)| prefix);
        vec![self.of_version(&format!("{prefix}:{}", pascal(action)))]
    }

    /// Versions of an object have actions of their own: `s3:GetObjectVersion`.
    fn of_version(&self, action: &str) -> String {
        const OF_OBJECTS: [&str; 8] = [
            "s3:GetObject",
            "s3:DeleteObject",
            "s3:GetObjectAcl",
            "s3:PutObjectAcl",
            "s3:GetObjectTagging",
            "s3:PutObjectTagging",
            "s3:DeleteObjectTagging",
            "s3:GetObjectAttributes",
        ];
        if self.service == "s3" && OF_OBJECTS.contains(&action) && self.has("VersionId") {
            return action.replacen("Object", "ObjectVersion", 1);
        }
        action.to_owned()
    }

    fn has(&self, parameter: &str) -> bool {
        let Some(Payload(Tree::Object(parameters))) = &self.parameters else { return false };
        parameters.keys().any(|key| key.strip_suffix(".$").unwrap_or(key) == parameter)
    }

    /// A transaction needs the actions of what is in it; all of them where that is decided at run time.
    fn transaction(&self) -> Vec<String> {
        const PARTS: [(&str, &str); 4] = [
            ("ConditionCheck", "dynamodb:ConditionCheckItem"),
            ("Delete", "dynamodb:DeleteItem"),
            ("Put", "dynamodb:PutItem"),
            ("Update", "dynamodb:UpdateItem"),
        ];
        let items = self.parameters.as_ref().and_then(|parameters| parameters.0.get("TransactItems"));
        let uses = |part: &str| match items {
            Some(Tree::List(items)) => items.iter().any(|item| item.get(part).is_some()),
            _ => true,
        };
        PARTS.iter().filter(|(part, _)| uses(part)).map(|(_, action)| (*action).to_owned()).collect()
    }
}

/// API Gateway's actions are those of HTTP.
fn http_method(service: &str, action: &str) -> &'static str {
    let verb: String = action.chars().take_while(|c| !c.is_ascii_uppercase()).collect();
    match verb.as_str() {
        "delete" | "disable" | "flush" | "reset" | "untag" => "DELETE",
        "export" | "get" | "list" => "GET",
        "put" | "reimport" => "PUT",
        "update" => "PATCH",
        "tag" if service == "apigateway" => "PUT",
        "import" if service == "apigatewayv2" || action == "importDocumentationParts" => "PUT",
        _ => "POST",
    }
}

/// `listBuckets` as `ListBuckets`.
fn pascal(action: &str) -> String {
    let mut chars = action.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

impl Task for CallAwsService {
    const NAME: &'static str = "CallAwsService";
    const API: (&'static str, &'static str) = ("aws-sdk", "*");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html";

    type Patterns = RequestOrCallback;

    fn resource(&self, pattern: IntegrationPattern) -> Payload {
        let suffix = match pattern {
            IntegrationPattern::WaitForTaskToken => ".waitForTaskToken",
            _ => "",
        };
        format!("arn:aws:states:::aws-sdk:{}:{}{suffix}", self.service, self.action).into()
    }

    fn parameters(&self) -> Option<Payload> {
        self.parameters.clone()
    }

    fn statements(&self, _: IntegrationPattern) -> Vec<Statement> {
        let why = format!("calls {}:{}", self.service, self.action);
        let call = Statement::allow(self.actions()).on_all(self.resources.iter().cloned()).because(why);
        let call = self
            .conditions
            .iter()
            .fold(call, |call, (operator, key, value)| call.when(operator.clone(), key.clone(), value));
        let own = (!self.resources.is_empty()).then_some(call);
        let additional = self.additional.iter().cloned().map(|statement| {
            if statement.reasons.is_empty() {
                statement.because(format!("goes with {}:{}", self.service, self.action))
            } else {
                statement
            }
        });
        own.into_iter().chain(additional).collect()
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let (service, action) = (self.service.as_str(), self.action.as_str());
        let mut out = Vec::new();
        let resource = |code, message| Diagnostic::error(code, message).pointer("/Resource");
        if service.is_empty() || !service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
            let lower: String =
                service.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            let found = resource(
                "malformed-service",
                format!("`{service}` is no name of a service: it is lower case letters and digits"),
            );
            out.push(found.help(format!("say `{}`", named(&lower).unwrap_or(&lower))));
        } else if let Some(name) = named(service) {
            let message = format!("`{service}` is not what Step Functions calls that service");
            out.push(resource("unknown-service", message).help(format!("say `{name}`")));
        }
        if !action.starts_with(|c: char| c.is_ascii_lowercase())
            || !action.chars().all(|c| c.is_ascii_alphanumeric())
        {
            let found =
                resource("malformed-action", format!("`{action}` is no name of an action: it is camelCase"));
            let mut chars = action.chars().filter(char::is_ascii_alphanumeric);
            let camel: String =
                chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect();
            out.push(found.help(format!("say `{camel}`")));
        }
        if UNSUPPORTED.iter().any(|(name, actions)| *name == service && actions.contains(&action)) {
            let message = format!("Step Functions does not support `{action}` of `{service}`");
            out.push(resource("unsupported-action", message).help("call it from a function: `LambdaInvoke`"));
        }
        if self.resources.is_empty() {
            out.push(
                Diagnostic::error(
                    "no-resources",
                    "no resource is named, so the call is not permitted on any",
                )
                .pointer("/Resource")
                .help("name ARNs, or `*` for an API that knows no resources"),
            );
        }
        let without = service == "keyspaces"
            || service == "dynamodb"
                && matches!(action, "executeStatement" | "batchExecuteStatement" | "executeTransaction");
        if without && self.iam_actions.is_empty() {
            let help = match service {
                "dynamodb" => "say `iam_action(\"dynamodb:PartiQLSelect\")`, or Insert, Update, Delete",
                _ => "say `iam_action(\"cassandra:Select\")`, or Create, Modify, …",
            };
            let message = format!("the IAM action of `{service}:{action}` does not follow from its name");
            out.push(Diagnostic::warning("unknown-iam-action", message).pointer("/Resource").help(help));
        }
        if out.iter().all(|finding| !finding.is_error()) {
            // The state's input, or an expression, may hold anything.
            let said = match &self.parameters {
                Some(Payload(Tree::Object(parameters))) => {
                    Some(parameters.keys().map(|key| key.strip_suffix(".$").unwrap_or(key)).collect())
                }
                _ => None,
            };
            check_call(service, action, said, &mut out);
        }
        if let Some(Payload(Tree::Object(parameters))) = &self.parameters {
            for key in parameters.keys().filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())) {
                let message = format!(
                    "the parameter `{key}` begins with a small letter, and parameters are PascalCase"
                );
                out.push(
                    Diagnostic::warning("parameter-not-pascal-case", message)
                        .pointer(crate::diagnostic::pointer("/Parameters", key))
                        .help(format!("say `{}`", pascal(key))),
                );
            }
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        shape::any()
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, minutes, path, task_token};
        use crate::payload;
        use crate::reference::Reference;
        vec![
            Example::request(
                "request_response",
                CallAwsService::new("s3", "listObjectsV2", [Reference::attribute("Photos", "Arn")])
                    .parameters(payload!({ "Bucket": Reference::to("Photos"), "Prefix": path("$.prefix") }))
                    .condition("StringLike", "s3:prefix", "holidays/*")
                    .state("List the photos"),
            ),
            Example::callback(
                "wait_for_task_token",
                CallAwsService::new("sns", "publish", [Reference::to("Topic")])
                    .parameters(payload!({ "TopicArn": Reference::to("Topic"), "Message": task_token() }))
                    .wait_for_task_token("Ask for approval")
                    .timeout(minutes(60)),
            ),
            Example::request(
                "iam_action",
                CallAwsService::new("rekognition", "detectLabels", ["*"])
                    .parameters(payload!({
                        "Image": { "S3Object": { "Bucket": Reference::to("Photos"), "Name": path("$.key") } }
                    }))
                    .iam_action("rekognition:DetectLabels")
                    .additional_statement(
                        Statement::allow(["s3:GetObject"])
                            .on(crate::reference::sub("{}/*", [Reference::attribute("Photos", "Arn")])),
                    )
                    .state("Find out what it shows"),
            ),
            Example::request(
                "whole_input",
                CallAwsService::new("sfn", "startSyncExecution", [Reference::to("Child")])
                    .parameters_from_input()
                    .state("Run it at once"),
            ),
            Example::request(
                "jsonata",
                CallAwsService::new("translate", "translateText", ["*"])
                    .parameters(payload!({
                        "Text": jsonata("$states.input.text"),
                        "SourceLanguageCode": "de",
                        "TargetLanguageCode": "en"
                    }))
                    .state("Translate")
                    .output(jsonata("$states.result.TranslatedText")),
            )
            .in_jsonata(),
        ]
    }
}
