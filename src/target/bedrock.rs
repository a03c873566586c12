//! Amazon Bedrock: models, guardrails and harnesses.

use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Piece, Property, Reference, partition, region, sub};
use crate::template::{Parameter, bedrock};

/// A model of Bedrock, or something that a model is invoked through.
///
/// Made from an id or ARN, a reference or parameter whose value is the ARN of a model, or an expression that gives an id
/// or ARN. An id with the geography in front (`eu.anthropic.…`) is an inference profile; of an application's inference
/// profile the model is said by [`inference_profile`](Self::inference_profile).
///
/// ```
/// use stepwright::prelude::*;
///
/// let model = ModelTarget::from("amazon.nova-lite-v1:0");
/// let everywhere = ModelTarget::from("eu.amazon.nova-lite-v1:0");
/// # let _ = (model, everywhere);
/// ```
#[derive(Clone, Debug)]
pub struct ModelTarget {
    id: Field<String>,
    scope: ModelScope,
    key: Option<Key>,
}

#[derive(Clone, Debug)]
enum ModelScope {
    /// A foundation model.
    Foundation(Property<String>),
    /// These, as they are.
    These(Vec<Property<String>>),
    /// A profile or router, and the models it leads to: those only through it, by this condition key.
    Through { condition: &'static str, arn: Property<String>, models: Property<String> },
    /// Decided at run time.
    Dynamic,
}

/// `arn:PARTITION:bedrock:REGION::foundation-model/ID`.
fn foundation(partition: Piece, region: Piece, model: &str) -> Reference {
    sub("arn:{}:bedrock:{}::foundation-model/{}", [partition, region, model.into()])
}

/// The model of a system-defined inference profile, whose id begins with a geography: `eu.`, `apac.`, `global.`.
fn model_of_profile(id: &str) -> Option<&str> {
    let (geography, model) = id.split_once('.')?;
    // No provider of models has a name of two letters.
    let known = ["apac", "global", "us-gov"].contains(&geography)
        || (geography.len() == 2 && geography.chars().all(|c| c.is_ascii_lowercase()));
    (known && model.contains('.')).then_some(model)
}

impl ModelTarget {
    /// An inference profile by its ARN, and the id of the model that it leads to.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let profile = ModelTarget::inference_profile(Reference::to("ProfileArn"), "amazon.nova-lite-v1:0");
    /// # let _ = profile;
    /// ```
    pub fn inference_profile(arn: impl Into<Property<String>>, model: &str) -> Self {
        let arn = arn.into();
        let id = match &arn {
            Property::Literal(text) => text.as_str().into(),
            Property::Reference(reference) => reference.into(),
        };
        let models = foundation(partition().into(), "*".into(), model).into();
        let condition = "bedrock:InferenceProfileArn";
        ModelTarget { id, scope: ModelScope::Through { condition, arn, models }, key: None }
    }

    /// What a request names it by.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// The key that the model is encrypted with, for a custom model.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The only models it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = ModelScope::These(arns.into_iter().map(Into::into).collect());
        self
    }

    /// Whether it is invoked through a profile or router.
    pub fn is_indirect(&self) -> bool {
        matches!(self.scope, ModelScope::Through { .. })
    }

    /// What invoking it needs. Through a profile or router, its models are permitted in every region that it leads to, but
    /// only through it.
    ///
    /// Checked against <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html> and
    /// <https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html>.
    pub fn invoke_statements(&self) -> Vec<Statement> {
        let invoke = || Statement::allow(["bedrock:InvokeModel"]);
        let mut out = match &self.scope {
            ModelScope::Foundation(arn) => vec![invoke().on(arn).because("invokes the model")],
            ModelScope::These(arns) => {
                vec![invoke().on_all(arns.iter().cloned()).because("invokes the model")]
            }
            ModelScope::Through { condition, arn, models } => vec![
                invoke().on(arn).because("invokes the model"),
                invoke()
                    .on(models)
                    .when("StringLike", *condition, arn)
                    .because("invokes the model wherever the profile or router leads to"),
            ],
            // What the page of the integration permits of models that are decided at run time.
            ModelScope::Dynamic => vec![
                invoke()
                    .on(foundation(partition().into(), region().into(), "*"))
                    .on(arn("bedrock", "provisioned-model/*", [""; 0]))
                    .because("invokes the model"),
            ],
        };
        out.extend(self.key.as_ref().map(|key| {
            key.through("bedrock", &["kms:Decrypt"], "may use a model that is encrypted with this key")
        }));
        out
    }

    /// The ARNs by which a policy names it as the base of another model. Custom models are not among them: a policy
    /// permits customization on all of them together.
    pub fn foundation_arns(&self) -> Vec<Property<String>> {
        match &self.scope {
            ModelScope::Foundation(arn) => vec![arn.clone()],
            ModelScope::These(arns) => arns
                .iter()
                .filter(|arn| !arn.literal().is_some_and(|arn| arn.contains(":custom-model/")))
                .cloned()
                .collect(),
            ModelScope::Through { models, .. } => vec![models.clone()],
            ModelScope::Dynamic => vec![foundation(partition().into(), region().into(), "*").into()],
        }
    }
}

impl From<&str> for ModelTarget {
    fn from(text: &str) -> Self {
        let through = |condition, arn: Property<String>, models: Reference| ModelScope::Through {
            condition,
            arn,
            models: models.into(),
        };
        let anywhere = |model: &str| foundation(partition().into(), "*".into(), model);
        let scope = match text.strip_prefix("arn:").and_then(|rest| rest.split_once('/')) {
            Some((path, id)) => match path.rsplit(':').next().unwrap_or_default() {
                "foundation-model" => ModelScope::Foundation(text.into()),
                "inference-profile" => through(
                    "bedrock:InferenceProfileArn",
                    text.into(),
                    anywhere(model_of_profile(id).unwrap_or("*")),
                ),
                "application-inference-profile" => {
                    through("bedrock:InferenceProfileArn", text.into(), anywhere("*"))
                }
                "prompt-router" | "default-prompt-router" => {
                    through("bedrock:PromptRouterArn", text.into(), anywhere("*"))
                }
                _ => ModelScope::These(vec![text.into()]),
            },
            None => match model_of_profile(text) {
                Some(model) => {
                    let profile = arn("bedrock", "inference-profile/{}", [text]).into();
                    through("bedrock:InferenceProfileArn", profile, anywhere(model))
                }
                None if text.contains('.') => {
                    ModelScope::Foundation(foundation(partition().into(), region().into(), text).into())
                }
                None => ModelScope::These(vec![arn("bedrock", "provisioned-model/{}", [text]).into()]),
            },
        };
        ModelTarget { id: text.into(), scope, key: None }
    }
}

impl From<Reference> for ModelTarget {
    /// A reference whose value is the ARN of a model.
    fn from(arn: Reference) -> Self {
        ModelTarget { scope: ModelScope::These(vec![(&arn).into()]), id: arn.into(), key: None }
    }
}

impl From<&Reference> for ModelTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for ModelTarget {
    /// A parameter whose value is the ARN of a model.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for ModelTarget {
    fn from(id: Expression) -> Self {
        ModelTarget { id: id.into(), scope: ModelScope::Dynamic, key: None }
    }
}

/// A guardrail of Bedrock.
///
/// Made from a handle, an id or ARN, a reference or parameter whose value is an ARN, or an expression that gives an id or
/// ARN.
///
/// ```
/// use stepwright::prelude::*;
///
/// let guardrail = GuardrailTarget::from("gr1a2b3c4d5e");
/// # let _ = guardrail;
/// ```
#[derive(Clone, Debug)]
pub struct GuardrailTarget {
    id: Field<String>,
    scope: Scope,
    key: Option<Key>,
}

impl GuardrailTarget {
    /// What a request names it by.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The key that the guardrail is encrypted with, for one that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The only guardrails it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every guardrail of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("bedrock", "guardrail/*", [""; 0]))
    }

    /// What using it needs of the key that it is encrypted with, where there is one.
    ///
    /// Checked against <https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-kms.html>.
    pub fn key_statement(&self) -> Option<Statement> {
        Some(self.key.as_ref()?.through("bedrock", &["kms:Decrypt"], "uses the guardrail's key"))
    }
}

impl From<&str> for GuardrailTarget {
    fn from(text: &str) -> Self {
        let (id, scope) = super::named(text, |id| arn("bedrock", "guardrail/{}", [id]));
        GuardrailTarget { id, scope, key: None }
    }
}

impl From<Reference> for GuardrailTarget {
    fn from(arn: Reference) -> Self {
        let (id, scope) = super::referred(&arn);
        GuardrailTarget { id, scope, key: None }
    }
}

impl From<&Reference> for GuardrailTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for GuardrailTarget {
    /// A parameter whose value is the guardrail's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for GuardrailTarget {
    fn from(id: Expression) -> Self {
        let (id, scope) = super::decided(id);
        GuardrailTarget { id, scope, key: None }
    }
}

impl From<&Handle<bedrock::Guardrail>> for GuardrailTarget {
    fn from(guardrail: &Handle<bedrock::Guardrail>) -> Self {
        let (id, scope) = super::referred(&guardrail.guardrail_arn());
        let key = guardrail.resource().kms_key_arn.as_ref().and_then(|key| Key::named(&key.to_json()));
        GuardrailTarget { id, scope, key }
    }
}

/// A harness of Bedrock AgentCore.
///
/// Made from an ARN or the id of a harness of this account and region, a reference or parameter whose value is an ARN, or
/// an expression that gives one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let harness = HarnessTarget::from("orders-a1b2c3d4e5");
/// # let _ = harness;
/// ```
#[derive(Clone, Debug)]
pub struct HarnessTarget {
    arn: Field<String>,
    scope: Scope,
}

impl HarnessTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only harnesses it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every harness of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("bedrock-agentcore", "harness/*", [""; 0]))
    }
}

impl From<&str> for HarnessTarget {
    fn from(text: &str) -> Self {
        if text.starts_with("arn:") {
            return HarnessTarget { arn: text.into(), scope: Scope::one(text) };
        }
        let harness = arn("bedrock-agentcore", "harness/{}", [text]);
        HarnessTarget { arn: (&harness).into(), scope: Scope::one(harness) }
    }
}

impl From<Reference> for HarnessTarget {
    fn from(arn: Reference) -> Self {
        let (arn, scope) = super::referred(&arn);
        HarnessTarget { arn, scope }
    }
}

impl From<&Reference> for HarnessTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for HarnessTarget {
    /// A parameter whose value is the harness's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for HarnessTarget {
    fn from(arn: Expression) -> Self {
        let (arn, scope) = super::decided(arn);
        HarnessTarget { arn, scope }
    }
}
