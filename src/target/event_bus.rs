//! EventBridge buses.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, events};

/// An event bus.
///
/// Made from a handle, an ARN or the name of a bus of this account and region, a reference or parameter whose value is
/// an ARN, or an expression that gives either. By default the account's default bus.
///
/// ```
/// use stepwright::prelude::*;
///
/// let bus = EventBusTarget::from("orders");
/// # let _ = bus;
/// ```
#[derive(Clone, Debug)]
pub struct EventBusTarget {
    name: Option<Field<String>>,
    scope: Scope,
}

impl EventBusTarget {
    /// What a request names it by; nothing for the default bus.
    pub fn name(&self) -> Option<&Field<String>> {
        self.name.as_ref()
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only buses it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every bus of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("events", "event-bus/*", [""; 0]))
    }
}

impl Default for EventBusTarget {
    fn default() -> Self {
        EventBusTarget { name: None, scope: Scope::one(arn("events", "event-bus/default", [""; 0])) }
    }
}

impl From<&str> for EventBusTarget {
    fn from(text: &str) -> Self {
        let (name, scope) = super::named(text, |name| arn("events", "event-bus/{}", [name]));
        EventBusTarget { name: Some(name), scope }
    }
}

impl From<Reference> for EventBusTarget {
    fn from(arn: Reference) -> Self {
        let (name, scope) = super::referred(&arn);
        EventBusTarget { name: Some(name), scope }
    }
}

impl From<&Reference> for EventBusTarget {
    fn from(arn: &Reference) -> Self {
        arn.clone().into()
    }
}

impl From<&Handle<Parameter>> for EventBusTarget {
    /// A parameter whose value is the bus's ARN.
    fn from(arn: &Handle<Parameter>) -> Self {
        arn.reference().into()
    }
}

impl From<Expression> for EventBusTarget {
    fn from(bus: Expression) -> Self {
        let (name, scope) = super::decided(bus);
        EventBusTarget { name: Some(name), scope }
    }
}

impl From<&Handle<events::EventBus>> for EventBusTarget {
    /// By its ARN; `Ref` of a bus is its name.
    fn from(bus: &Handle<events::EventBus>) -> Self {
        bus.attribute("Arn").into()
    }
}
