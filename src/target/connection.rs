//! EventBridge connections, which hold the credentials of an HTTP API.

use super::{Scope, key::Key, logs::KeyTarget};
use crate::asl::{Expression, Field};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, events};

/// An EventBridge connection, by which an HTTP API is called.
///
/// Made from a handle, an ARN, a reference or parameter whose value is an ARN, or an expression that gives one. An ARN
/// ends in an id that EventBridge chose, so that a name alone is not enough.
///
/// ```
/// use stepwright::prelude::*;
///
/// let connection = ConnectionTarget::from(
///     "arn:aws:events:eu-west-1:123456789012:connection/Stripe/81210c42-8af1-456b-9c4a-6ff02fc664ac",
/// );
/// # let _ = connection;
/// ```
#[derive(Clone, Debug)]
pub struct ConnectionTarget {
    arn: Field<String>,
    scope: Scope,
    secret: Scope,
    key: Option<Key>,
    private: bool,
    finding: Option<Diagnostic>,
}

impl ConnectionTarget {
    /// What a request names it by: its ARN.
    pub fn arn(&self) -> &Field<String> {
        &self.arn
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Whether it leads to an API in a VPC, as far as that is known.
    pub fn is_private(&self) -> bool {
        self.private
    }

    /// The ARN of the secret that EventBridge keeps its credentials in, where it does not follow from the name.
    pub fn with_secret(mut self, arn: impl Into<Property<String>>) -> Self {
        self.secret = Scope::one(arn);
        self
    }

    /// The customer managed key that its secret is encrypted with, for a connection that is not of this stack.
    pub fn encrypted_by(mut self, key: impl Into<KeyTarget>) -> Self {
        self.key = Some(Key::of(&key.into()));
        self
    }

    /// The only connections it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        let arns: Vec<Property<String>> = arns.into_iter().map(Into::into).collect();
        self.secret = Scope::Known(arns.iter().map(secret_of).collect());
        self.scope = Scope::Known(arns);
        self
    }

    /// What calling by it needs: its credentials, and the secret that holds them.
    ///
    /// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions>
    /// and, for the secret's name, <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html>.
    pub fn statements(&self) -> Vec<Statement> {
        let connections = self.scope.resources(arn("events", "connection/*", [""; 0]));
        let secrets = self.secret.resources(arn("secretsmanager", "secret:events!connection/*", [""; 0]));
        let mut out = vec![
            Statement::allow(["events:RetrieveConnectionCredentials"])
                .on_all(connections)
                .because("takes the credentials of the connection"),
            Statement::allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"])
                .on_all(secrets)
                .because("reads the secret that the connection keeps them in"),
        ];
        let decrypt = |key: &Key| key.through("secretsmanager", &["kms:Decrypt"], "decrypts that secret");
        out.extend(self.key.as_ref().map(decrypt));
        out
    }

    /// What is wrong with the ARN it was given.
    pub fn findings(&self) -> Vec<Diagnostic> {
        self.finding.iter().cloned().collect()
    }
}

/// The secret of a connection, by the connection's ARN: its name is known, not the characters that end its ARN.
fn secret_of(connection: &Property<String>) -> Property<String> {
    match connection {
        Property::Literal(text) => match text.split_once(":connection/") {
            Some((front, rest)) => {
                let name = rest.split('/').next().unwrap_or(rest);
                let front = front.replacen(":events:", ":secretsmanager:", 1);
                format!("{front}:secret:events!connection/{name}/*").into()
            }
            None => arn("secretsmanager", "secret:events!connection/*", [""; 0]).into(),
        },
        Property::Reference(connection) => {
            let name = Reference::select(1, &Reference::split("/", connection));
            arn("secretsmanager", "secret:events!connection/{}/*", [name]).into()
        }
    }
}

impl From<&str> for ConnectionTarget {
    fn from(text: &str) -> Self {
        let finding = (!text.starts_with("arn:") || !text.contains(":connection/")).then(|| {
            Diagnostic::error("malformed-connection", format!("`{text}` is no ARN of a connection"))
                .pointer("/Parameters/Authentication/ConnectionArn")
                .help("it reads `arn:aws:events:REGION:ACCOUNT:connection/NAME/ID`; EventBridge chose the id")
        });
        ConnectionTarget {
            arn: text.into(),
            scope: Scope::one(text),
            secret: Scope::one(secret_of(&text.into())),
            key: None,
            private: false,
            finding,
        }
    }
}

impl From<Reference> for ConnectionTarget {
    fn from(arn: Reference) -> Self {
        let secret = Scope::one(secret_of(&Property::from(&arn)));
        let (arn, scope) = super::referred(&arn);
        ConnectionTarget { arn, scope, secret, key: None, private: false, finding: None }
    }
}

impl From<&Reference> for ConnectionTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for ConnectionTarget {
    /// A parameter whose value is the connection's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for ConnectionTarget {
    fn from(arn: Expression) -> Self {
        let (arn, scope) = super::decided(arn);
        ConnectionTarget { arn, secret: scope.clone(), scope, key: None, private: false, finding: None }
    }
}

impl From<&Handle<events::Connection>> for ConnectionTarget {
    /// By its ARN; `Ref` of a connection is its name.
    fn from(connection: &Handle<events::Connection>) -> Self {
        let resource = connection.resource();
        let (arn, scope) = super::referred(&connection.attribute("Arn"));
        ConnectionTarget {
            arn,
            scope,
            secret: Scope::one(connection.attribute("SecretArn")),
            key: resource.kms_key_identifier.as_ref().and_then(|key| Key::named(&key.to_json())),
            private: resource.invocation_connectivity_parameters.is_some(),
            finding: None,
        }
    }
}
