//! Calls over HTTP.

use super::{Callee, Kind, caller_role};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::machine::MachineType;
use crate::reference::{Entries, Handle, Piece, Property, sub};
use crate::stack::{Stack, StackPart};
use crate::template::apigatewayv2;
use crate::template::parts::{HttpGateway, ServiceRole};

/// A route of an HTTP API that calls a function, or starts a machine without a function in between.
///
/// Whoever calls it has to sign the call and needs `execute-api:Invoke`, unless the route is
/// [`open`](Self::open_to_everyone).
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let api = stack.add("Api", HttpApi::new());
/// stack.add("Start", HttpRoute::new(&api, "POST", "/start", &machine).input("$request.body"));
///
/// let template = stack.synthesize(Target::Sam).template;
/// let integration = &template["Resources"]["StartIntegration"]["Properties"];
/// assert_eq!(integration["IntegrationSubtype"], "StepFunctions-StartExecution");
/// ```
///
/// Checked against <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html>.
#[derive(Clone, Debug)]
pub struct HttpRoute {
    api: HttpGateway,
    method: String,
    path: String,
    callee: Callee,
    input: Option<Property<String>>,
    wait: bool,
    open: bool,
}

impl HttpRoute {
    /// For a method and a path: `GET` and `/start` say.
    pub fn new(
        api: &HttpGateway,
        method: impl Into<String>,
        path: impl Into<String>,
        callee: impl Into<Callee>,
    ) -> Self {
        HttpRoute {
            api: api.clone(),
            method: method.into(),
            path: path.into(),
            callee: callee.into(),
            input: None,
            wait: false,
            open: false,
        }
    }

    /// The execution's input: `$request.body`, or a text that is JSON. By default it is empty. For machines only; a
    /// function is handed the whole request.
    pub fn input(mut self, mapping: impl Into<Property<String>>) -> Self {
        self.input = Some(mapping.into());
        self
    }

    /// Answers with the execution's result, for an Express machine that is done within 30 seconds. By default the
    /// answer is the execution's ARN.
    pub fn wait(mut self) -> Self {
        self.wait = true;
        self
    }

    /// Lets everyone in the world call it, without a signature.
    pub fn open_to_everyone(mut self) -> Self {
        self.open = true;
        self
    }

    fn start(&self, id: &str, kind: MachineType, stack: &mut Stack) -> apigatewayv2::Integration {
        if self.wait && kind != MachineType::Express {
            let message =
                format!("`{}` is no Express machine, and only those are waited for", self.callee.id);
            stack.scope.report(
                Diagnostic::error("not-express", message)
                    .in_resource(id)
                    .help("leave out `wait`, or make the machine an Express one with `express`"),
            );
        }
        let (subtype, statement) = if self.wait {
            let statement = Statement::allow(["states:StartSyncExecution"])
                .on(&self.callee.arn)
                .because(format!("starts `{}` and waits", self.callee.id));
            ("StepFunctions-StartSyncExecution", statement)
        } else {
            ("StepFunctions-StartExecution", self.callee.statement())
        };
        // API Gateway does not say on whose behalf it assumes a role.
        let role = ServiceRole::new("apigateway.amazonaws.com").without_source();
        let role = caller_role(stack, id, role, statement);
        let mut parameters: Entries<String> = Entries::new().with("StateMachineArn", &self.callee.arn);
        if let Some(input) = &self.input {
            parameters = parameters.with("Input", input);
        }
        apigatewayv2::Integration::new(self.api.api.reference(), "AWS_PROXY")
            .integration_subtype(subtype)
            .credentials_arn(role.attribute("Arn"))
            .payload_format_version("1.0")
            .request_parameters(parameters)
    }

    fn call(&self, id: &str, stack: &mut Stack) -> apigatewayv2::Integration {
        if self.input.is_some() || self.wait {
            let message = "`input` and `wait` are for machines, and a function is called";
            stack.scope.report(
                Diagnostic::error("not-for-functions", message).in_resource(id).help("leave them out"),
            );
        }
        // Any stage; of the path, its parameters stand for anything.
        let path = self.path.split('/').map(|part| if part.starts_with('{') { "*" } else { part });
        let route = format!("/*/{}{}", method(&self.method), path.collect::<Vec<_>>().join("/"));
        let source = arn("execute-api", "{}{}", [Piece::from(self.api.api.reference()), route.into()]);
        let permission = self.callee.permission("apigateway.amazonaws.com").source_arn(source);
        stack.scope.resource(&format!("{id}Permission"), permission);
        apigatewayv2::Integration::new(self.api.api.reference(), "AWS_PROXY")
            .integration_uri(&self.callee.arn)
            .payload_format_version("2.0")
    }
}

/// A method as an ARN has it.
fn method(method: &str) -> &str {
    if method == "ANY" { "*" } else { method }
}

impl StackPart for HttpRoute {
    type Handles = Handle<apigatewayv2::Route>;

    fn add_to(self, id: &str, stack: &mut Stack) -> Self::Handles {
        const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
        if !METHODS.contains(&self.method.as_str()) || !self.path.starts_with('/') {
            let message = format!("`{} {}` is no route", self.method, self.path);
            stack.scope.report(
                Diagnostic::error("malformed-route", message)
                    .in_resource(id)
                    .help("a method in capitals, and a path that begins with `/`: `GET` and `/start`"),
            );
        }
        let integration = match &self.callee.kind {
            Kind::Function(_) => self.call(id, stack),
            Kind::Machine(kind) => self.start(id, *kind, stack),
        };
        let integration = stack.scope.resource(&format!("{id}Integration"), integration);
        let key = format!("{} {}", self.method, self.path);
        let route = apigatewayv2::Route::new(self.api.api.reference(), key)
            .authorization_type(if self.open { "NONE" } else { "AWS_IAM" })
            .target(sub("integrations/{}", [integration.reference()]));
        stack.scope.resource(&format!("{id}Route"), route)
    }
}
