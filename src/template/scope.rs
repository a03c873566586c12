//! A template being built: what parts add to.

use super::declare::{Equation, Output, Parameter};
use super::resource::Resource;
use super::schema::{Schema, Tags};
use crate::diagnostic::{Diagnostic, Origin, nearest};
use crate::iam::Statement;
use crate::reference::{Condition, Handle};
use crate::template::iam;
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// What a name in a template is made of.
const LETTERS_AND_DIGITS: &str = "take letters and digits only, 255 at most";

/// What a stack is told to add: a resource, a higher part of several, or a part of your own.
///
/// ```
/// use stepwright::prelude::*;
///
/// /// A queue with a second one for what cannot be processed.
/// struct SafeQueue;
///
/// impl Part for SafeQueue {
///     type Handles = (Handle<sqs::Queue>, Handle<sqs::Queue>);
///
///     fn add(self, id: &str, scope: &mut Scope) -> Self::Handles {
///         let dead = scope.resource(&format!("{id}Dead"), sqs::Queue::new());
///         let queue = scope.resource(id, sqs::Queue::new().dead_letters(&dead, 3));
///         (queue, dead)
///     }
/// }
///
/// let mut stack = Stack::new("orders");
/// let (queue, dead) = stack.add("Orders", SafeQueue);
/// # let _ = (queue, dead);
/// ```
pub trait Part {
    /// What is given back: a handle, or a struct of handles.
    type Handles;

    /// Adds itself under `id`. Further resources are called `id` and then what they are.
    fn add(self, id: &str, scope: &mut Scope) -> Self::Handles;
}

impl<R: Resource> Part for R {
    type Handles = Handle<R>;

    fn add(self, id: &str, scope: &mut Scope) -> Handle<R> {
        scope.resource(id, self)
    }
}

/// A template being built.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut scope = Scope::default();
/// let queue = scope.resource("Orders", sqs::Queue::new());
/// assert_eq!(queue.id(), "Orders");
/// ```
#[derive(Debug, Default)]
pub struct Scope {
    pub(crate) parameters: IndexMap<String, Parameter>,
    pub(crate) mappings: IndexMap<String, Value>,
    pub(crate) conditions: IndexMap<String, Equation>,
    pub(crate) entries: IndexMap<String, Entry>,
    pub(crate) outputs: IndexMap<String, Output>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) findings: Vec<Diagnostic>,
    /// Files of the application that the template refers to, by their path beside it.
    pub(crate) folders: Vec<String>,
    /// Versions of functions whose logical ids have to follow what they publish.
    pub(crate) versions: Vec<PublishedVersion>,
    origin: Option<Origin>,
}

/// One entry of the template's resources.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) body: Body,
    pub(crate) attributes: Attributes,
    pub(crate) origin: Option<Origin>,
    /// What the SAM target writes in its place.
    pub(crate) serverless: Option<Box<Serverless>>,
    /// What only the CloudFormation target has of it.
    pub(crate) plain: Plain,
}

impl Entry {
    fn new(body: Body, origin: Option<Origin>) -> Self {
        Entry { body, attributes: Attributes::default(), origin, serverless: None, plain: Plain::default() }
    }
}

/// A resource as SAM has it, in place of the plain one of the same logical id.
#[derive(Clone, Debug)]
pub(crate) struct Serverless {
    pub(crate) type_name: &'static str,
    pub(crate) properties: Map<String, Value>,
    pub(crate) metadata: Map<String, Value>,
    /// What calls it, by name.
    pub(crate) events: Map<String, Value>,
    pub(crate) tags: Tags,
}

/// What the CloudFormation target has to write and SAM makes by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plain {
    /// The whole resource.
    pub(crate) only: bool,
    /// Further functions that a bucket calls.
    pub(crate) lambda_configurations: Vec<Value>,
    /// Further resources that it waits for.
    pub(crate) depends_on: Vec<String>,
    pub(crate) metadata: Map<String, Value>,
}

/// A version of a function in the CloudFormation target: publishing again needs another logical id, and what is
/// published is known to whoever reads the code.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// stack.add("Charge", Function::from_folder("app", "charge.handler", "python3.13").publish("live"));
/// let synthesis = stack.synthesize(Target::CloudFormation);
/// assert_eq!(synthesis.versions[0].id, "ChargeVersion");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedVersion {
    /// The version's logical id, to which what it publishes is to be added.
    pub id: String,
    /// The function's logical id.
    pub function: String,
    /// The folder of its code, where it has one.
    pub folder: Option<String>,
}

/// What an entry is.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// A resource as it is written.
    Resource { type_name: String, properties: Value, schema: Option<&'static Schema> },
    /// A role whose permissions are still being collected.
    Role { role: Box<iam::Role>, grants: Vec<Statement>, later: Vec<Statement> },
    /// Something that its owner writes when the template is: a state machine.
    Reserved,
}

impl Body {
    /// How the entry's type takes tags.
    pub(crate) fn tags(&self) -> Tags {
        match self {
            Body::Resource { schema: Some(schema), .. } => schema.tags,
            Body::Role { .. } => iam::Role::SCHEMA.tags,
            _ => Tags::None,
        }
    }
}

/// What stands beside a resource's properties.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let table = stack.add("Orders", dynamodb::Table::with_key(("Id", AttributeType::String), None));
/// stack.attributes(&table).deletion_policy(DeletionPolicy::Retain);
/// ```
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html>.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    pub(crate) depends_on: Vec<String>,
    pub(crate) condition: Option<String>,
    pub(crate) deletion_policy: Option<DeletionPolicy>,
    pub(crate) update_replace_policy: Option<DeletionPolicy>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) more: Map<String, Value>,
}

/// What becomes of a thing when its resource is taken out of the stack, or replaced.
///
/// ```
/// use stepwright::prelude::*;
///
/// assert_eq!(DeletionPolicy::Snapshot.name(), "Snapshot");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeletionPolicy {
    /// It is deleted; the default for most types.
    Delete,
    /// It is kept.
    Retain,
    /// It is kept, unless its creation is being rolled back.
    RetainExceptOnCreate,
    /// A snapshot is taken before it is deleted, where the type knows snapshots.
    Snapshot,
}

impl DeletionPolicy {
    /// CloudFormation's name for it.
    pub fn name(self) -> &'static str {
        match self {
            DeletionPolicy::Delete => "Delete",
            DeletionPolicy::Retain => "Retain",
            DeletionPolicy::RetainExceptOnCreate => "RetainExceptOnCreate",
            DeletionPolicy::Snapshot => "Snapshot",
        }
    }
}

impl Attributes {
    /// Waits for another resource, beyond what references already say.
    pub fn depends_on<R>(&mut self, other: &Handle<R>) -> &mut Self {
        self.depends_on.push(other.id().to_owned());
        self
    }

    /// Only where this condition holds.
    pub fn when(&mut self, condition: &Condition) -> &mut Self {
        self.condition = Some(condition.name().to_owned());
        self
    }

    /// What becomes of the thing when the resource is taken out of the stack.
    pub fn deletion_policy(&mut self, policy: DeletionPolicy) -> &mut Self {
        self.deletion_policy = Some(policy);
        self
    }

    /// What becomes of the thing when it is replaced by another.
    pub fn update_replace_policy(&mut self, policy: DeletionPolicy) -> &mut Self {
        self.update_replace_policy = Some(policy);
        self
    }

    /// `Metadata` of the resource.
    pub fn metadata(&mut self, key: impl Into<String>, value: impl Into<Value>) -> &mut Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// Any other attribute, such as `UpdatePolicy` or `CreationPolicy`.
    pub fn attribute(&mut self, key: impl Into<String>, value: impl Into<Value>) -> &mut Self {
        self.more.insert(key.into(), value.into());
        self
    }
}

impl Scope {
    /// Adds a resource under a logical id.
    pub fn resource<R: Resource>(&mut self, id: &str, resource: R) -> Handle<R> {
        let properties = resource.properties();
        self.written(id, resource, properties)
    }

    /// Adds a resource that SAM makes by itself, for the CloudFormation target only.
    pub(crate) fn plain<R: Resource>(&mut self, id: &str, resource: R) -> Handle<R> {
        let handle = self.resource(id, resource);
        self.entry_of(id).plain.only = true;
        handle
    }

    /// Adds a resource with properties that its type cannot say.
    pub(crate) fn written<R: Resource>(&mut self, id: &str, resource: R, properties: Value) -> Handle<R> {
        let body = Body::Resource {
            type_name: resource.type_name().to_owned(),
            properties,
            schema: resource.schema(),
        };
        for finding in resource.findings() {
            self.report(finding.in_resource(id));
        }
        self.entry(id, body);
        Handle::new(id, resource)
    }

    /// Adds a role whose permissions may still grow: see [`grant`](Self::grant).
    pub fn role(&mut self, id: &str, role: iam::Role, statements: Vec<Statement>) -> Handle<iam::Role> {
        for finding in role.findings() {
            self.report(finding.in_resource(id));
        }
        let body = Body::Role { role: Box::new(role.clone()), grants: statements, later: Vec::new() };
        self.entry(id, body);
        Handle::new(id, role)
    }

    /// Permits more to a role that [`role`](Self::role) added.
    ///
    /// A statement that names what the role's owner is made from would close a circle of dependencies; `apart` puts
    /// it into a policy of its own, which nothing waits for.
    pub fn grant(&mut self, role: &Handle<iam::Role>, statement: Statement, apart: bool) {
        match self.entries.get_mut(role.id()).map(|entry| &mut entry.body) {
            Some(Body::Role { grants, later, .. }) => {
                if apart {
                    later.push(statement)
                } else {
                    grants.push(statement)
                }
            }
            _ => self.report(
                Diagnostic::error(
                    "not-our-role",
                    format!("`{}` is no role whose permissions are kept here", role.id()),
                )
                .help("add the role as a `ServiceRole`, or attach a policy to it yourself"),
            ),
        }
    }

    /// Keeps a place for something that its owner writes later.
    pub(crate) fn reserve(&mut self, id: &str) {
        self.entry(id, Body::Reserved);
    }

    fn entry(&mut self, id: &str, body: Body) {
        if let Some(problem) = id_problem(id) {
            self.report(
                Diagnostic::error("malformed-id", format!("the logical id `{id}` {problem}"))
                    .in_resource(id)
                    .help(LETTERS_AND_DIGITS),
            );
        }
        let taken = if self.parameters.contains_key(id) {
            Some("a parameter")
        } else if self.entries.contains_key(id) {
            Some("another resource")
        } else {
            None
        };
        if let Some(taken) = taken {
            self.report(
                Diagnostic::error("duplicate-id", format!("`{id}` is the logical id of {taken} already"))
                    .in_resource(id)
                    .help("call one of the two otherwise"),
            );
            return;
        }
        let entry = Entry::new(body, self.origin.clone());
        self.entries.insert(id.to_owned(), entry);
    }

    /// A parameter.
    pub fn parameter(&mut self, name: &str, parameter: Parameter) -> Handle<Parameter> {
        if let Some(problem) = id_problem(name) {
            let message = format!("the parameter's name `{name}` {problem}");
            self.report(Diagnostic::error("malformed-id", message).help(LETTERS_AND_DIGITS));
        }
        if self.entries.contains_key(name) || self.parameters.contains_key(name) {
            let message = format!("the name `{name}` is taken already");
            self.report(Diagnostic::error("duplicate-id", message).help("call one of the two otherwise"));
        } else {
            self.parameters.insert(name.to_owned(), parameter.clone());
        }
        Handle::new(name, parameter)
    }

    /// A condition.
    pub fn condition(&mut self, name: &str, equation: Equation) -> Condition {
        if self.conditions.insert(name.to_owned(), equation).is_some() {
            let message = format!("there are two conditions called `{name}`");
            self.report(Diagnostic::error("duplicate-id", message).help("call one of the two otherwise"));
        }
        Condition::named(name)
    }

    /// An output.
    pub fn output(&mut self, name: &str, output: impl Into<Output>) {
        if let Some(problem) = id_problem(name) {
            let message = format!("the output's name `{name}` {problem}");
            self.report(Diagnostic::error("malformed-id", message).help(LETTERS_AND_DIGITS));
        }
        if self.outputs.insert(name.to_owned(), output.into()).is_some() {
            let message = format!("there are two outputs called `{name}`");
            self.report(Diagnostic::error("duplicate-id", message).help("call one of the two otherwise"));
        }
    }

    /// What stands beside the properties of a resource; reports an id that is not of this template.
    pub fn attributes(&mut self, id: &str) -> &mut Attributes {
        if !self.entries.contains_key(id) {
            let finding = Diagnostic::error("unknown-resource", format!("there is no resource `{id}` here"));
            let help = match nearest(id, self.entries.keys().map(String::as_str)) {
                Some(near) => format!("there is `{near}`"),
                None => "add it before you say more about it".to_owned(),
            };
            self.report(finding.help(help));
        }
        &mut self.entry_of(id).attributes
    }

    /// The entry of a logical id.
    pub(crate) fn entry_of(&mut self, id: &str) -> &mut Entry {
        self.entries.entry(id.to_owned()).or_insert_with(|| Entry::new(Body::Reserved, None))
    }

    /// A folder of application code that the template refers to by a path beside it.
    pub fn folder(&mut self, path: impl Into<String>) {
        let path = path.into();
        if !self.folders.contains(&path) {
            self.folders.push(path);
        }
    }

    /// Reports something that is wrong with what is being added.
    pub fn report(&mut self, finding: Diagnostic) {
        let finding = match (&finding.origin, &self.origin) {
            (None, Some(origin)) => finding.origin(origin.clone()),
            _ => finding,
        };
        self.findings.push(finding);
    }

    /// The builder line of whatever is added from here on.
    pub(crate) fn from(&mut self, origin: Origin) -> &mut Self {
        self.origin = Some(origin);
        self
    }
}

/// What is wrong with a logical id.
///
/// Checked against <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>.
fn id_problem(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        Some("is empty")
    } else if id.len() > 255 {
        Some("has more than 255 characters")
    } else if !id.chars().all(|c| c.is_ascii_alphanumeric()) {
        Some("has characters other than letters and digits")
    } else {
        None
    }
}
