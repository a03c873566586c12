//! Versions and aliases of a machine.

use super::{Stack, StackPart};
use crate::asl::Seconds;
use crate::diagnostic::Diagnostic;
use crate::machine::Machine;
use crate::reference::{Handle, Property};
use crate::template::stepfunctions::state_machine_alias::{
    DeploymentPreference, RoutingConfigurationVersion,
};
use crate::template::{DeletionPolicy, stepfunctions};

/// A version of a machine, published anew whenever the machine changes, and an alias that leads to it.
///
/// Former versions are kept, so that executions and callers that use them go on.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mut stack = Stack::new("orders");
/// let machine = stack.add("Orders", StateMachine::new(Succeed::new("Done")));
/// let live = stack.add("OrdersLive", PublishedAlias::new(&machine, "live").shift(Shift::canary(10, minutes(5))));
/// stack.output("LiveArn", live.reference());
/// ```
///
/// Checked against <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html>.
#[derive(Clone, Debug)]
pub struct PublishedAlias {
    machine: Handle<Machine>,
    name: String,
    description: Option<String>,
    shift: Option<Shift>,
    routing: Vec<(Property<String>, i64)>,
}

/// How calls move from the former version to the new one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let slowly = Shift::linear(10, minutes(1)).alarm("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:failed");
/// # let _ = slowly;
/// ```
#[derive(Clone, Debug)]
pub struct Shift {
    kind: &'static str,
    percentage: Option<i64>,
    interval: Option<i64>,
    alarms: Vec<Property<String>>,
}

impl Shift {
    /// All calls at once.
    pub fn all_at_once() -> Self {
        Shift { kind: "ALL_AT_ONCE", percentage: None, interval: None, alarms: Vec::new() }
    }

    /// A share first, 1 to 99 percent, the rest after a time: 1 minute to 35 hours.
    pub fn canary(percentage: u32, interval: Seconds) -> Self {
        Self::by("CANARY", percentage, interval)
    }

    /// The same share again and again, after each time: 1 minute to 35 hours.
    pub fn linear(percentage: u32, interval: Seconds) -> Self {
        Self::by("LINEAR", percentage, interval)
    }

    fn by(kind: &'static str, percentage: u32, Seconds(seconds): Seconds) -> Self {
        let minutes = i64::from(seconds.div_ceil(60));
        Shift { kind, percentage: Some(percentage.into()), interval: Some(minutes), alarms: Vec::new() }
    }

    /// Goes back when this alarm goes off, by its ARN or name.
    pub fn alarm(mut self, alarm: impl Into<Property<String>>) -> Self {
        self.alarms.push(alarm.into());
        self
    }
}

impl PublishedAlias {
    /// Of this machine, under this name: at most 80 characters, not digits alone.
    pub fn new(machine: &Handle<Machine>, name: impl Into<String>) -> Self {
        PublishedAlias {
            machine: machine.clone(),
            name: name.into(),
            description: None,
            shift: None,
            routing: Vec::new(),
        }
    }

    /// Says what it is for.
    pub fn describe(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// How calls move to a new version; by default all at once.
    pub fn shift(mut self, shift: Shift) -> Self {
        self.shift = Some(shift);
        self
    }

    /// Leaves a share of the calls, in percent, to another version, by its ARN, for good; the new version takes the
    /// rest. Not together with [`shift`](Self::shift).
    pub fn route(mut self, version_arn: impl Into<Property<String>>, percentage: u32) -> Self {
        self.routing.push((version_arn.into(), percentage.into()));
        self
    }
}

impl StackPart for PublishedAlias {
    type Handles = Handle<stepfunctions::StateMachineAlias>;

    fn add_to(self, id: &str, stack: &mut Stack) -> Self::Handles {
        if self.shift.is_some() && !self.routing.is_empty() {
            stack.scope.report(
                Diagnostic::error("shift-and-route", "an alias either shifts its calls or routes them")
                    .in_resource(id)
                    .help("leave out `shift` or `route`"),
            );
        }
        // What is refused here is not written, so that it is not refused a second time for what its type admits.
        let fits = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let named = !self.name.is_empty()
            && self.name.len() <= 80
            && !self.name.chars().all(|c| c.is_ascii_digit())
            && self.name.chars().all(fits);
        if !named {
            stack.scope.report(
                Diagnostic::error("malformed-alias", format!("`{}` is no name for an alias", self.name))
                    .in_resource(id)
                    .help("1 to 80 letters, digits, `_`, `-` and `.`, not digits alone"),
            );
        }
        let routes = self.routing.len();
        if routes > 1 {
            let what = format!("an alias routes to two versions, and this one to {}", routes + 1);
            stack.scope.report(
                Diagnostic::error("too-many-routes", what).in_resource(id).help("call `route` once at most"),
            );
        }
        if let [(_, share)] = self.routing.as_slice()
            && *share > 100
        {
            let message = format!("`Weight` is {share}, it can be 0 to 100");
            stack.scope.report(
                Diagnostic::error("out-of-range", message)
                    .in_resource(id)
                    .pointer("/Properties/RoutingConfiguration/1/Weight")
                    .help("say the share in percent; the new version takes the rest"),
            );
        }
        let revision = self.machine.attribute("StateMachineRevisionId");
        let version = stack.scope.resource(
            &format!("{id}Version"),
            stepfunctions::StateMachineVersion::new(self.machine.reference())
                .state_machine_revision_id(revision),
        );
        stack
            .scope
            .attributes(version.id())
            .deletion_policy(DeletionPolicy::Retain)
            .update_replace_policy(DeletionPolicy::Retain);
        let mut alias = stepfunctions::StateMachineAlias::new();
        if named {
            alias = alias.name(self.name);
        }
        if let Some(description) = self.description {
            alias = alias.description(description);
        }
        if let Some((other, share)) = self.routing.into_iter().next() {
            let share = share.min(100);
            alias = alias.routing_configuration(vec![
                RoutingConfigurationVersion::new(version.reference(), 100 - share),
                RoutingConfigurationVersion::new(other, share),
            ]);
        } else {
            let shift = self.shift.unwrap_or_else(Shift::all_at_once);
            let mut preference = DeploymentPreference::new(version.reference(), shift.kind);
            if let Some(percentage) = shift.percentage {
                preference = preference.percentage(percentage);
            }
            if let Some(interval) = shift.interval {
                preference = preference.interval(interval);
            }
            if !shift.alarms.is_empty() {
                preference = preference.alarms(shift.alarms);
            }
            alias = alias.deployment_preference(preference);
        }
        stack.scope.resource(id, alias)
    }
}
