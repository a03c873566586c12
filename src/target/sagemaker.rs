//! What SageMaker calls its things by: models, endpoints, jobs, and the keys that their volumes encrypt with.

use super::key::Key;
use super::logs::KeyTarget;
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference};
use crate::template::{Parameter, kms, sagemaker};

/// How a policy names a thing of SageMaker's.
#[derive(Clone, Debug)]
enum Which {
    /// By names and patterns of names.
    Names(Vec<Piece>),
    /// By whole ARNs.
    Arns(Vec<Property<String>>),
    /// By nothing that is known before the state runs.
    Decided,
}

/// Every thing of this kind, of which one is decided at run time.
fn any(service: &str, kind: &str) -> Reference {
    Reference::AtRunTime(arn(service, &format!("{kind}/*"), [""; 0]).into())
}

impl Which {
    /// Names as they stand in ARNs. SageMaker writes most of them there in lower case, so that a name with capital
    /// letters is permitted either way.
    fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out: Vec<Piece> = Vec::new();
        for name in names {
            for spelling in [name.to_owned(), name.to_lowercase()] {
                let piece = Piece::Text(spelling.into());
                if !out.contains(&piece) {
                    out.push(piece);
                }
            }
        }
        Which::Names(out)
    }

    /// What an expression may give: whatever begins as it does, as far as that can be seen.
    fn decided(expression: &Expression) -> Self {
        match beginning(expression) {
            Some(text) if !text.is_empty() => Which::of([format!("{text}*").as_str()]),
            _ => Which::Decided,
        }
    }

    fn arns(&self, kind: &str) -> Vec<Property<String>> {
        match self {
            Which::Arns(arns) => arns.clone(),
            Which::Decided => vec![any("sagemaker", kind).into()],
            Which::Names(names) => names
                .iter()
                .map(|name| arn("sagemaker", &format!("{kind}/{{}}"), [name.clone()]).into())
                .collect(),
        }
    }
}

/// The text that whatever an expression gives begins with: `orders-` for `States.Format('orders-{}', $.id)`, and for
/// `'orders-' & $states.input.id`.
fn beginning(expression: &Expression) -> Option<String> {
    match expression.in_jsonpath() {
        Some(text) => {
            let template = text.strip_prefix("States.Format(")?.trim_start().strip_prefix('\'')?;
            let mut out = String::new();
            let mut chars = template.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => out.push(chars.next()?),
                    '{' | '\'' => return plain(out),
                    c => out.push(c),
                }
            }
            None
        }
        None => {
            let text = expression.text().trim();
            let quote = text.chars().next().filter(|c| "'\"".contains(*c))?;
            let (literal, rest) = text.get(1..)?.split_once(quote)?;
            // Only a plain chain of `&` is sure to begin with its first text.
            let chain = rest.trim_start().starts_with('&')
                && rest.chars().all(|c| c.is_ascii_alphanumeric() || "_$.&'\"-[]() ".contains(c));
            if chain { plain(literal.to_owned()) } else { None }
        }
    }
}

/// A text that may stand in a policy as it is: names have letters, digits and hyphens only.
fn plain(text: String) -> Option<String> {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-').then_some(text)
}

/// The last part of an ARN: the name.
fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

macro_rules! conversions {
    ($($name:ident)*) => { $(
        impl From<&str> for $name {
            /// A name, or an ARN.
            fn from(text: &str) -> Self {
                if text.starts_with("arn:") {
                    return $name::made(last(text).into(), Which::Arns(vec![text.into()]));
                }
                $name::made(text.into(), Which::of([text]))
            }
        }

        impl From<Reference> for $name {
            /// A reference whose value is the name.
            fn from(name: Reference) -> Self {
                let names = Which::Names(vec![Piece::Reference(name.clone())]);
                $name::made(name.into(), names)
            }
        }

        impl From<&Reference> for $name {
            fn from(name: &Reference) -> Self {
                name.clone().into()
            }
        }

        impl From<&Handle<Parameter>> for $name {
            /// A parameter whose value is the name.
            fn from(name: &Handle<Parameter>) -> Self {
                name.reference().into()
            }
        }

        impl From<Expression> for $name {
            fn from(name: Expression) -> Self {
                let names = Which::decided(&name);
                $name::made(name.into(), names)
            }
        }

        impl $name {
            /// What a request names it by.
            pub fn name(&self) -> &Field<String> {
                &self.name
            }

            /// The only ones it may be, where that is decided at run time: names, or patterns such as `orders-*`.
            pub fn among<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
                self.names = Which::of(names);
                self
            }
        }
    )* };
}

conversions! { SageMakerJobTarget SageMakerModelTarget SageMakerEndpointTarget SageMakerEndpointConfigTarget }

/// The name that a job is started under.
///
/// Made from a name or ARN, a reference or parameter whose value is a name, or an expression that gives one. What an
/// expression begins with is seen, and the policy narrowed to it: `intrinsic::format("orders-{}", …)`.
///
/// ```
/// use stepwright::prelude::*;
///
/// let job = SageMakerJobTarget::from(path("$.job")).among(["orders-*"]);
/// # let _ = job;
/// ```
#[derive(Clone, Debug)]
pub struct SageMakerJobTarget {
    name: Field<String>,
    names: Which,
}

impl SageMakerJobTarget {
    fn made(name: Field<String>, names: Which) -> Self {
        SageMakerJobTarget { name, names }
    }

    /// The ARNs for a policy, of jobs of this kind: `training-job`.
    pub fn arns(&self, kind: &str) -> Vec<Property<String>> {
        self.names.arns(kind)
    }
}

/// A model of SageMaker's.
///
/// Made from a handle, a name or ARN, a reference or parameter whose value is a name, or an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let model = SageMakerModelTarget::from("orders");
/// # let _ = model;
/// ```
#[derive(Clone, Debug)]
pub struct SageMakerModelTarget {
    name: Field<String>,
    names: Which,
}

impl SageMakerModelTarget {
    fn made(name: Field<String>, names: Which) -> Self {
        SageMakerModelTarget { name, names }
    }

    /// The ARNs for a policy.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.names.arns("model")
    }
}

impl From<&Handle<sagemaker::Model>> for SageMakerModelTarget {
    fn from(model: &Handle<sagemaker::Model>) -> Self {
        let arn = model.model_arn();
        let name = of_resource(model.resource().model_name.as_ref(), &arn);
        SageMakerModelTarget { name, names: Which::Arns(vec![arn.into()]) }
    }
}

/// An endpoint of SageMaker's.
///
/// Made from a handle, a name or ARN, a reference or parameter whose value is a name, or an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let endpoint = SageMakerEndpointTarget::from("orders");
/// # let _ = endpoint;
/// ```
#[derive(Clone, Debug)]
pub struct SageMakerEndpointTarget {
    name: Field<String>,
    names: Which,
}

impl SageMakerEndpointTarget {
    fn made(name: Field<String>, names: Which) -> Self {
        SageMakerEndpointTarget { name, names }
    }

    /// The ARNs for a policy.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.names.arns("endpoint")
    }
}

impl From<&Handle<sagemaker::Endpoint>> for SageMakerEndpointTarget {
    fn from(endpoint: &Handle<sagemaker::Endpoint>) -> Self {
        let arn = endpoint.endpoint_arn();
        let name = of_resource(endpoint.resource().endpoint_name.as_ref(), &arn);
        SageMakerEndpointTarget { name, names: Which::Arns(vec![arn.into()]) }
    }
}

/// The configuration of an endpoint of SageMaker's.
///
/// Made from a handle, a name or ARN, a reference or parameter whose value is a name, or an expression that gives one.
/// A handle also tells the key that the endpoint's volumes encrypt with.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = "arn:aws:kms:eu-west-1:123456789012:key/0d1c2b3a-1111-2222-3333-444455556666";
/// let config = SageMakerEndpointConfigTarget::from("orders-2").encrypted_by(key);
/// # let _ = config;
/// ```
#[derive(Clone, Debug)]
pub struct SageMakerEndpointConfigTarget {
    name: Field<String>,
    names: Which,
    key: Option<Key>,
}

impl SageMakerEndpointConfigTarget {
    fn made(name: Field<String>, names: Which) -> Self {
        SageMakerEndpointConfigTarget { name, names, key: None }
    }

    /// The ARNs for a policy.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.names.arns("endpoint-config")
    }

    /// The key that the volumes of the endpoint's instances encrypt with, for a configuration that is not of this
    /// stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// What an endpoint that encrypts its volumes needs of the key.
    pub fn key_statement(&self) -> Option<Statement> {
        self.key.as_ref().map(grant)
    }
}

impl From<&Handle<sagemaker::EndpointConfig>> for SageMakerEndpointConfigTarget {
    fn from(config: &Handle<sagemaker::EndpointConfig>) -> Self {
        let arn = config.endpoint_config_arn();
        let resource = config.resource();
        let name = of_resource(resource.endpoint_config_name.as_ref(), &arn);
        let key = resource.kms_key_id.as_ref().and_then(|key| Key::named(&key.to_json()));
        SageMakerEndpointConfigTarget { name, names: Which::Arns(vec![arn.into()]), key }
    }
}

/// The name of a resource of the template: the one it was given, else the end of its ARN, which is the only attribute
/// it has.
fn of_resource(name: Option<&Property<String>>, arn: &Reference) -> Field<String> {
    match name {
        Some(Property::Literal(name)) => name.into(),
        Some(Property::Reference(name)) => name.into(),
        None => Reference::select(1, &Reference::split("/", arn)).into(),
    }
}

/// A key that the volumes of SageMaker's instances encrypt with.
///
/// Made from a handle, an ARN, id or alias, a reference or parameter whose value is an ARN, or an expression.
///
/// ```
/// use stepwright::prelude::*;
///
/// let key = SageMakerKeyTarget::from("alias/training");
/// # let _ = key;
/// ```
#[derive(Clone, Debug)]
pub struct SageMakerKeyTarget {
    id: Field<String>,
    key: Option<Key>,
    among: Vec<Property<String>>,
}

impl SageMakerKeyTarget {
    /// What a request names it by.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What encrypting volumes with it needs: `kms:CreateGrant`, through SageMaker and for the use of AWS only. A key
    /// that AWS manages needs nothing.
    ///
    /// Checked against <https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html>.
    pub fn grant_statement(&self) -> Option<Statement> {
        let mut statement = grant(self.key.as_ref()?);
        if !self.among.is_empty() {
            statement.resources.clone_from(&self.among);
        }
        Some(statement)
    }

    /// The only keys it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.among = arns.into_iter().map(Into::into).collect();
        self
    }
}

fn grant(key: &Key) -> Statement {
    key.through("sagemaker", &["kms:CreateGrant"], "lets the instances' volumes be encrypted with the key")
        .when("Bool", "kms:GrantIsForAWSResource", "true")
}

impl From<&str> for SageMakerKeyTarget {
    /// An ARN, an id, or an alias (`alias/training`).
    fn from(key: &str) -> Self {
        SageMakerKeyTarget { id: key.into(), key: Key::named(&key.into()), among: Vec::new() }
    }
}

impl From<Reference> for SageMakerKeyTarget {
    /// A reference whose value is the key's ARN.
    fn from(arn: Reference) -> Self {
        SageMakerKeyTarget { key: Some(Key::Arn((&arn).into())), id: arn.into(), among: Vec::new() }
    }
}

impl From<&Reference> for SageMakerKeyTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for SageMakerKeyTarget {
    /// A parameter whose value is the key's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<&Handle<kms::Key>> for SageMakerKeyTarget {
    fn from(key: &Handle<kms::Key>) -> Self {
        key.attribute("Arn").into()
    }
}

impl From<Expression> for SageMakerKeyTarget {
    fn from(id: Expression) -> Self {
        SageMakerKeyTarget { id: id.into(), key: Some(Key::Arn(any("kms", "key").into())), among: Vec::new() }
    }
}

impl serde::Serialize for SageMakerKeyTarget {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id.serialize(serializer)
    }
}

impl schemars::JsonSchema for SageMakerKeyTarget {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SageMakerKeyTarget".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// What creating a thing of SageMaker's by this action (`sagemaker:CreateModel`) needs. Step Functions tags what it
/// creates as started by itself, and with the execution, so that the tagging is part of it whether or not the request
/// has tags.
///
/// `also` are ARNs that the creation is permitted on as well.
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html>.
// AWS's page permits the tagging on every resource. Here it is on what is created alone, while it is being created.
pub(crate) fn create_statements(
    action: &'static str,
    arns: Vec<Property<String>>,
    also: Vec<Property<String>>,
    why: &'static str,
) -> Vec<Statement> {
    let tagging = action.strip_prefix("sagemaker:").unwrap_or(action);
    vec![
        Statement::allow([action]).on_all(arns.iter().cloned()).on_all(also).because(why),
        Statement::allow(["sagemaker:AddTags"])
            .on_all(arns.iter().cloned())
            .when("StringEquals", "sagemaker:TaggingAction", tagging)
            .because("tags it, as Step Functions always does"),
        Statement::allow(["sagemaker:ListTags"]).on_all(arns).because("reads its tags"),
    ]
}

/// What following a job and stopping it needs, by the two actions for it.
pub(crate) fn follow_statement(actions: [&'static str; 2], arns: Vec<Property<String>>) -> Statement {
    Statement::allow(actions)
        .on_all(arns)
        .because("follows the job, and stops it when the execution is stopped")
}
