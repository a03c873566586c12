//! A Lambda function with its code, its role and its log group.

use super::ServiceRole;
use super::fargate::MiB;
use super::queue::key_of;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::reference::{Entries, Handle, List, Piece, Property, Reference, stack_name, sub};
use crate::template::lambda::function::{
    Code, DeadLetterConfig, Environment, EphemeralStorage, LoggingConfig, TracingConfig, VpcConfig,
};
use crate::template::resource::Resource;
use crate::template::scope::{DeletionPolicy, Part, PublishedVersion, Scope, Serverless};
use crate::template::{iam, lambda, logs, serverless, sqs};
use serde_json::{Map, Value, json};

/// A Lambda function with its code, a role and a log group.
///
/// The role may write this log, and nothing else but what the function's own options need; give it the rest with
/// [`allow`](Self::allow), or with the grants of a stack. What calls the function is said of the calls: by a
/// [`Schedule`](crate::stack::Schedule), a [`BucketNotification`](crate::stack::BucketNotification), a
/// [`QueueConsumer`](crate::stack::QueueConsumer), an [`EventRule`](crate::stack::EventRule) or an
/// [`HttpRoute`](crate::stack::HttpRoute).
///
/// For SAM it becomes `AWS::Serverless::Function`, for CloudFormation `AWS::Lambda::Function`, whose code
/// `aws cloudformation package` uploads.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let charge = stack.add(
///     "Charge",
///     Function::from_folder("app", "charge.handler", "python3.13")
///         .describe("charges an order")
///         .environment("CURRENCY", "EUR")
///         .timeout(30)
///         .publish("live"),
/// );
/// stack.add("Machine", StateMachine::new(LambdaInvoke::new(&charge).state("Charge")));
///
/// let template = stack.synthesize(Target::Sam).template;
/// assert_eq!(template["Resources"]["Charge"]["Type"], "AWS::Serverless::Function");
/// assert_eq!(template["Resources"]["Charge"]["Properties"]["CodeUri"], "app");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html>.
#[derive(Clone, Debug)]
pub struct Function {
    pub(super) resource: lambda::Function,
    code: Packaging,
    environment: Entries<String>,
    logging: LoggingConfig,
    retention: u32,
    log_key: Option<Reference>,
    statements: Vec<Statement>,
    managed: Vec<Property<String>>,
    pub(super) alias: Option<String>,
    dead_letters: Option<Handle<sqs::Queue>>,
    retries: Option<u32>,
    event_age: Option<u32>,
    url: bool,
}

/// How the code comes to Lambda.
#[derive(Clone, Debug)]
enum Packaging {
    /// As an archive of this folder.
    Folder(String),
    /// As an image, built from this folder where one is named.
    Image(Option<String>),
}

/// What [`Function`] adds.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let charge = stack.add("Charge", Function::from_folder("app", "charge.handler", "python3.13"));
/// assert_eq!(charge.function.id(), "Charge");
/// assert!(charge.alias.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct LambdaFunction {
    /// The function.
    pub function: Handle<lambda::Function>,
    /// The role that it runs under.
    pub role: Handle<iam::Role>,
    /// Where its log goes.
    pub logs: Handle<logs::LogGroup>,
    /// The alias that leads to what was published last, where it is published.
    pub alias: Option<Handle<lambda::Alias>>,
    /// Its URL, where it has one.
    pub url: Option<Handle<lambda::Url>>,
}

impl LambdaFunction {
    /// The ARN by which it is called: of the alias where it is published, else of the function.
    pub fn callable(&self) -> Reference {
        match &self.alias {
            Some(alias) => alias.reference(),
            None => self.function.arn(),
        }
    }
}

impl Function {
    /// Of the code in a folder, relative to the stack's, as an archive: `module.function`, and the runtime that calls
    /// it, `python3.13` say. The folder is copied beside the template.
    pub fn from_folder(
        folder: impl Into<String>,
        handler: impl Into<Property<String>>,
        runtime: impl Into<Property<String>>,
    ) -> Self {
        let resource = lambda::Function::default().handler(handler).runtime(runtime);
        Self::of(resource, Packaging::Folder(folder.into()))
    }

    /// Of an image in a registry of this account: its URI, or a parameter that holds it.
    pub fn from_image(uri: impl Into<Property<String>>) -> Self {
        let mut resource = lambda::Function::default().package_type("Image");
        resource.code = Some(Code::new().image_uri(uri).into());
        Self::of(resource, Packaging::Image(None))
    }

    fn of(resource: lambda::Function, code: Packaging) -> Self {
        Function {
            resource,
            code,
            environment: Entries::new(),
            logging: LoggingConfig::new(),
            retention: 30,
            log_key: None,
            statements: Vec::new(),
            managed: Vec::new(),
            alias: None,
            dead_letters: None,
            retries: None,
            event_age: None,
            url: false,
        }
    }

    /// The folder with the `Dockerfile` that the image is built from by `sam build`, relative to the stack's. It is
    /// copied beside the template. For [`from_image`](Self::from_image) only.
    pub fn dockerfile_in(mut self, folder: impl Into<String>) -> Self {
        let folder = Some(folder.into());
        if let Packaging::Image(built) = &mut self.code {
            *built = folder;
        }
        self
    }

    /// The command of the image: the handler, `app.handler` say. By default what the image says.
    pub fn command(mut self, command: impl Into<List<String>>) -> Self {
        self.resource = self.resource.image_config(lambda::function::ImageConfig::new().command(command));
        self
    }

    /// Says what it is for; at most 256 characters.
    pub fn describe(mut self, text: impl Into<Property<String>>) -> Self {
        self.resource = self.resource.description(text);
        self
    }

    /// Sets an environment variable.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Property<String>>) -> Self {
        self.environment = self.environment.with(name, value);
        self
    }

    /// How long a call may take, 1 to 900 seconds; by default 3.
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.resource = self.resource.timeout(i64::from(seconds));
        self
    }

    /// Memory, 128 to 10,240 MiB; by default 128. The share of a CPU follows it.
    pub fn memory(mut self, memory: MiB) -> Self {
        self.resource = self.resource.memory_size(i64::from(memory.0));
        self
    }

    /// Space in `/tmp`, 512 to 10,240 MiB; by default 512.
    pub fn ephemeral_storage(mut self, size: MiB) -> Self {
        self.resource = self.resource.ephemeral_storage(EphemeralStorage::new(i64::from(size.0)));
        self
    }

    /// Runs on 64-bit ARM instead of x86.
    pub fn arm64(mut self) -> Self {
        self.resource = self.resource.architectures(["arm64"]);
        self
    }

    /// Layers, by the ARNs of their versions; five at most. Not for images.
    pub fn layers(mut self, arns: impl Into<List<String>>) -> Self {
        self.resource = self.resource.layers(arns);
        self
    }

    /// How many calls may run at once: so many are kept for it, and no more are let in. By default it shares what the
    /// account has.
    pub fn reserved_concurrency(mut self, calls: u32) -> Self {
        self.resource = self.resource.reserved_concurrent_executions(i64::from(calls));
        self
    }

    /// Where asynchronous calls go that failed for the last time: a standard queue, which the role may then send to.
    pub fn dead_letters(mut self, queue: &Handle<sqs::Queue>) -> Self {
        self.resource = self.resource.dead_letter_config(DeadLetterConfig::new().target_arn(queue.arn()));
        self.dead_letters = Some(queue.clone());
        self
    }

    /// How often an asynchronous call that failed is tried again, 0 to 2 times; by default 2.
    pub fn retries(mut self, attempts: u32) -> Self {
        self.retries = Some(attempts);
        self
    }

    /// How long an asynchronous call is kept before it is given up, 60 to 21,600 seconds; by default 21,600.
    pub fn event_age(mut self, seconds: u32) -> Self {
        self.event_age = Some(seconds);
        self
    }

    /// For how many days its log is kept; by default 30.
    pub fn log_retention(mut self, days: u32) -> Self {
        self.retention = days;
        self
    }

    /// Encrypts its log with a key of one's own, by its ARN. The key's policy has to let CloudWatch Logs use it.
    pub fn log_key(mut self, key_arn: impl Into<Reference>) -> Self {
        self.log_key = Some(key_arn.into());
        self
    }

    /// Logs in JSON, the function's own lines from this level on: `INFO` say. By default it logs text.
    pub fn json_logs(mut self, level: impl Into<Property<String>>) -> Self {
        self.logging = self.logging.log_format("JSON").application_log_level(level);
        self
    }

    /// Sends traces to X-Ray. By default none are.
    pub fn tracing(mut self) -> Self {
        self.resource = self.resource.tracing_config(TracingConfig::new().mode("Active"));
        self.statements.push(
            // The actions know no resource.
            Statement::allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])
                .on("*")
                .because("sends traces; these actions know no resource"),
        );
        self
    }

    /// Connects it to a VPC: subnets, and security groups. By default it is in none.
    ///
    /// Checked against <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>.
    pub fn vpc(mut self, subnets: impl Into<List<String>>, groups: impl Into<List<String>>) -> Self {
        let config = VpcConfig::new().subnet_ids(subnets).security_group_ids(groups);
        self.resource = self.resource.vpc_config(config);
        self.statements.push(
            Statement::allow([
                "ec2:CreateNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DeleteNetworkInterface",
                "ec2:AssignPrivateIpAddresses",
                "ec2:UnassignPrivateIpAddresses",
            ])
            .on("*")
            .because("lets Lambda connect it to the VPC, through interfaces that do not exist yet"),
        );
        self
    }

    /// Gives it a URL, which calls signed by someone of this account reach who may `lambda:InvokeFunctionUrl`.
    pub fn url(mut self) -> Self {
        self.url = true;
        self
    }

    /// Publishes a version whenever the function changes, and leads an alias of this name to it: letters and digits.
    /// Whoever is handed the function then calls the alias. Former versions are kept.
    pub fn publish(mut self, alias: impl Into<String>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// Permits something to the function.
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Attaches a managed policy to its role, by its ARN.
    pub fn managed_policy(mut self, arn: impl Into<Property<String>>) -> Self {
        self.managed.push(arn.into());
        self
    }

    /// Sets any other property of `AWS::Lambda::Function`.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let charge = Function::from_folder("app", "charge.handler", "python3.13")
    ///     .with(|function| function.recursive_loop("Terminate"));
    /// # let _ = charge;
    /// ```
    pub fn with(mut self, change: impl FnOnce(lambda::Function) -> lambda::Function) -> Self {
        self.resource = change(self.resource);
        self
    }
}

impl Part for Function {
    type Handles = LambdaFunction;

    fn add(mut self, id: &str, scope: &mut Scope) -> LambdaFunction {
        self.report_problems(id, scope);
        let name = sub("/aws/lambda/{}-{}", [stack_name().into(), Piece::from(id)]);
        let mut group =
            logs::LogGroup::new().log_group_name(name).retention_in_days(i64::from(self.retention));
        if let Some(key) = self.log_key {
            group = group.kms_key_id(key);
        }
        let logs = scope.resource(&format!("{id}Logs"), group);
        let mut role = ServiceRole::new("lambda.amazonaws.com").without_source().allow(
            Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"])
                .on(logs.attribute("Arn"))
                .because("writes the function's log"),
        );
        for arn in self.managed {
            role = role.managed_policy(arn);
        }
        if let Some(queue) = &self.dead_letters {
            role = role.allow(
                Statement::allow(["sqs:SendMessage"]).on(queue.arn()).because("sends what failed for good"),
            );
            if let Some(key) = key_of(queue) {
                role = role.allow(
                    Statement::allow(["kms:GenerateDataKey", "kms:Decrypt"])
                        .on(key)
                        .because("encrypts what failed for good"),
                );
            }
        }
        for statement in self.statements {
            role = role.allow(statement);
        }
        let role = role.add(&format!("{id}Role"), scope);

        let mut resource = self.resource;
        resource.role = Some(role.attribute("Arn").into());
        resource.logging_config = Some(self.logging.log_group(logs.reference()).into());
        if self.environment != Entries::new() {
            resource.environment = Some(Environment::new().variables(self.environment).into());
        }
        if let Packaging::Folder(_) = self.code {
            resource.code = Some(Code::new().into());
        }
        let mut properties = resource.properties();
        let mut sam = Serverless {
            type_name: serverless::Function::TYPE,
            properties: serverless_properties(&properties),
            metadata: Map::new(),
            events: Map::new(),
            tags: serverless::Function::SCHEMA.tags,
        };
        let folder = match &self.code {
            Packaging::Folder(folder) => {
                set(&mut properties, "Code", folder.as_str());
                sam.properties.insert("CodeUri".to_owned(), folder.as_str().into());
                Some(folder.clone())
            }
            Packaging::Image(built) => {
                if let Some(folder) = built {
                    sam.metadata.insert("Dockerfile".to_owned(), "Dockerfile".into());
                    sam.metadata.insert("DockerContext".to_owned(), folder.as_str().into());
                    sam.metadata.insert("DockerTag".to_owned(), "latest".into());
                }
                built.clone()
            }
        };
        if let Some(folder) = &folder {
            scope.folder(folder.as_str());
        }
        if let Some(alias) = &self.alias {
            sam.properties.insert("AutoPublishAlias".to_owned(), alias.as_str().into());
            sam.properties.insert("AutoPublishAliasAllProperties".to_owned(), true.into());
        }
        let mut asynchronous = Map::new();
        if let Some(attempts) = self.retries {
            asynchronous.insert("MaximumRetryAttempts".to_owned(), attempts.into());
        }
        if let Some(seconds) = self.event_age {
            asynchronous.insert("MaximumEventAgeInSeconds".to_owned(), seconds.into());
        }
        if !asynchronous.is_empty() {
            sam.properties.insert("EventInvokeConfig".to_owned(), Value::Object(asynchronous.clone()));
        }
        if self.url {
            sam.properties.insert("FunctionUrlConfig".to_owned(), json!({ "AuthType": "AWS_IAM" }));
        }
        let function = scope.written(id, resource, properties);
        let entry = scope.entry_of(id);
        entry.serverless = Some(Box::new(sam));
        if let Packaging::Folder(_) = self.code {
            // Code that is a path is for `aws cloudformation package`, and cfn-lint warns of it.
            let settings = json!({ "config": { "ignore_checks": ["W3002"] } });
            entry.plain.metadata.insert("cfn-lint".to_owned(), settings);
        }

        let alias = self.alias.map(|alias| publish(id, &function, alias, folder, scope));
        let qualifier = alias.as_ref().and_then(|alias| alias.resource().name.clone());
        if !asynchronous.is_empty() {
            let name: Property<String> = function.reference().into();
            let mut config =
                lambda::EventInvokeConfig::new(name, qualifier.clone().unwrap_or_else(|| "$LATEST".into()));
            config.maximum_retry_attempts = self.retries.map(|it| i64::from(it).into());
            config.maximum_event_age_in_seconds = self.event_age.map(|it| i64::from(it).into());
            let config = scope.plain(&format!("{id}EventInvokeConfig"), config);
            if let Some(alias) = &alias {
                scope.attributes(config.id()).depends_on(alias);
            }
        }
        let url = self.url.then(|| {
            let mut url = lambda::Url::new("AWS_IAM", function.reference());
            url.qualifier = qualifier;
            let url = scope.plain(&format!("{id}Url"), url);
            if let Some(alias) = &alias {
                scope.attributes(url.id()).depends_on(alias);
            }
            url
        });
        LambdaFunction { function, role, logs, alias, url }
    }
}

impl Function {
    /// Reports what is wrong; what cannot be is left out, so that it is not refused twice.
    fn report_problems(&mut self, id: &str, scope: &mut Scope) {
        let fits = |alias: &mut String| {
            alias.chars().all(|c| c.is_ascii_alphanumeric()) && !alias.chars().all(|c| c.is_ascii_digit())
        };
        if let Some(alias) = self.alias.take_if(|alias| !fits(alias)) {
            scope.report(
                Diagnostic::error("malformed-alias", format!("`{alias}` is no name for an alias"))
                    .in_resource(id)
                    .help("letters and digits, not digits alone: it is part of a logical id"),
            );
        }
        if let Some(queue) = &self.dead_letters
            && queue.resource().fifo_queue.as_ref().and_then(Property::literal) == Some(&true)
        {
            let message = format!("`{}` is a FIFO queue, and Lambda sends dead letters to none", queue.id());
            scope.report(
                Diagnostic::error("fifo-dead-letters", message).in_resource(id).help("use a standard queue"),
            );
        }
        for (value, least, most, what) in
            [(&mut self.retries, 0, 2, "retries"), (&mut self.event_age, 60, 21_600, "event_age")]
        {
            if let Some(value) = value.take_if(|value| !(least..=most).contains(value)) {
                scope.report(
                    Diagnostic::error(
                        "out-of-range",
                        format!("`{what}` is {value}, it can be {least} to {most}"),
                    )
                    .in_resource(id),
                );
            }
        }
    }
}

/// Adds the version and the alias, which SAM makes by itself and under the same ids; the version's gets what it
/// publishes added.
fn publish(
    id: &str,
    function: &Handle<lambda::Function>,
    alias: String,
    folder: Option<String>,
    scope: &mut Scope,
) -> Handle<lambda::Alias> {
    let mut version = lambda::Version::new(function.reference());
    if let Some(Property::Literal(code)) = &function.resource().code {
        // Of another image there has to be another version, and that is made where its description changes.
        version.description = code.image_uri.clone();
    }
    let version = scope.plain(&format!("{id}Version"), version);
    scope
        .attributes(version.id())
        .deletion_policy(DeletionPolicy::Retain)
        .update_replace_policy(DeletionPolicy::Retain);
    scope.versions.push(PublishedVersion { id: version.id().to_owned(), function: id.to_owned(), folder });
    let name = format!("{id}Alias{alias}");
    scope.plain(&name, lambda::Alias::new(function.reference(), version.attribute("Version"), alias))
}

fn set(properties: &mut Value, field: &str, value: &str) {
    if let Value::Object(fields) = properties {
        fields.insert(field.to_owned(), value.into());
    }
}

/// The properties under SAM's names; code apart.
///
/// Checked against <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html>.
fn serverless_properties(plain: &Value) -> Map<String, Value> {
    let mut out = Map::new();
    for (field, value) in plain.as_object().into_iter().flatten() {
        let (field, value) = match field.as_str() {
            "Code" => match value.get("ImageUri") {
                Some(uri) => ("ImageUri", uri.clone()),
                None => continue,
            },
            "DeadLetterConfig" => {
                ("DeadLetterQueue", json!({ "Type": "SQS", "TargetArn": value.get("TargetArn") }))
            }
            "TracingConfig" => ("Tracing", value.get("Mode").cloned().unwrap_or_default()),
            "Tags" => ("Tags", tag_map(value)),
            other => (other, value.clone()),
        };
        out.insert(field.to_owned(), value);
    }
    out
}

fn tag_map(tags: &Value) -> Value {
    let pair = |tag: &Value| Some((tag.get("Key")?.as_str()?.to_owned(), tag.get("Value")?.clone()));
    Value::Object(tags.as_array().into_iter().flatten().filter_map(pair).collect())
}
