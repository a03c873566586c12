//! Things that were added to a stack.

use super::Reference;
use std::fmt;
use std::sync::Arc;

/// A thing that was added to a stack: its logical id, and what was added, shared and read-only.
///
/// Handles are lent: `EcsRunTask::new(&cluster, &worker)`. A clone is cheap and means the same thing.
pub struct Handle<R> {
    id: Arc<str>,
    resource: Arc<R>,
    shared: Option<Arc<Shared>>,
}

/// What a stack exports of one of its resources, for handles used in another stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The exporting stack's name.
    pub stack: String,
    /// The attributes it exports; the `Ref` always is.
    pub attributes: Vec<String>,
}

impl<R> Handle<R> {
    /// A handle to something added under `id`. Called by parts; a stack's user gets handles from `stack.add`.
    pub fn new(id: impl Into<Arc<str>>, resource: impl Into<Arc<R>>) -> Self {
        Handle { id: id.into(), resource: resource.into(), shared: None }
    }

    /// The same thing as seen from another stack: its references become `Fn::ImportValue`.
    pub fn shared(&self, shared: Shared) -> Self {
        Handle {
            id: Arc::clone(&self.id),
            resource: Arc::clone(&self.resource),
            shared: Some(Arc::new(shared)),
        }
    }

    /// The logical id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What was added.
    pub fn resource(&self) -> &R {
        &self.resource
    }

    /// The resource's `Ref`: whatever CloudFormation documents as its return value.
    pub fn reference(&self) -> Reference {
        match &self.shared {
            None => Reference::Ref(Arc::clone(&self.id)),
            Some(shared) => Reference::import(&export_name(&shared.stack, &self.id, None)),
        }
    }

    /// One of the resource's attributes, by CloudFormation's name for it.
    pub fn attribute(&self, name: &str) -> Reference {
        match &self.shared {
            None => Reference::Attribute(Arc::clone(&self.id), name.into()),
            Some(shared) if shared.attributes.iter().any(|have| have == name) => {
                Reference::import(&export_name(&shared.stack, &self.id, Some(name)))
            }
            // Found, and reported, when the template is checked.
            Some(shared) => {
                Reference::function(NOT_EXPORTED, export_name(&shared.stack, &self.id, Some(name)).into())
            }
        }
    }

    /// Whether this is a resource of another stack.
    pub fn is_shared(&self) -> bool {
        self.shared.is_some()
    }
}

/// Stands for an attribute of another stack's resource that is not exported there.
pub(crate) const NOT_EXPORTED: &str = "Stepwright::NotExported";

/// The name under which a stack exports a resource's `Ref` or attribute: `orders:Table:Arn`.
pub(crate) fn export_name(stack: &str, id: &str, attribute: Option<&str>) -> String {
    match attribute {
        // Export names admit letters, digits, colons and hyphens.
        Some(attribute) => format!("{stack}:{id}:{}", attribute.replace('.', "-")),
        None => format!("{stack}:{id}"),
    }
}

impl<R> Clone for Handle<R> {
    fn clone(&self) -> Self {
        Handle { id: Arc::clone(&self.id), resource: Arc::clone(&self.resource), shared: self.shared.clone() }
    }
}

impl<R> fmt::Debug for Handle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("id", &self.id).finish_non_exhaustive()
    }
}
