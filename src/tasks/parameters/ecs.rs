//! ECS: what a task runs on, and what its containers are given.

use crate::asl::{Expression, Field};
use crate::target::Ids;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// One of several capacity providers, and its share.
///
/// ```
/// use stepwright::prelude::*;
///
/// let mostly_spot = CapacityProviders::new()
///     .provider(CapacityProviderStrategyItem::new("FARGATE_SPOT").weight(3))
///     .provider(CapacityProviderStrategyItem::new("FARGATE").base(1).weight(1));
/// # let _ = mostly_spot;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CapacityProviderStrategyItem {
    capacity_provider: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Field<u32>>,
}

impl CapacityProviderStrategyItem {
    /// This provider: `FARGATE`, `FARGATE_SPOT`, or one of the cluster's own.
    pub fn new(provider: impl Into<Field<String>>) -> Self {
        CapacityProviderStrategyItem { capacity_provider: provider.into(), base: None, weight: None }
    }

    setters! {
        /// How many tasks run on it before the shares count; by default 0. One provider may have one.
        base: Field<u32>;
        /// Its share of the tasks, 0 to 1,000; by default 0.
        weight: Field<u32>;
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct PlacementConstraint {
    pub(in crate::tasks) r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) expression: Option<Field<String>>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct PlacementStrategy {
    pub(in crate::tasks) r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) field: Option<Field<String>>,
}

/// What a task runs on: [`Fargate`], [`Ec2`] or [`CapacityProviders`].
///
/// ```
/// use stepwright::prelude::*;
///
/// let launch = Launch::from(Ec2::new());
/// # let _ = launch;
/// ```
#[derive(Clone, Debug)]
pub struct Launch {
    pub(in crate::tasks) kind: Option<&'static str>,
    pub(in crate::tasks) platform: Option<Field<String>>,
    pub(in crate::tasks) providers: Option<Vec<CapacityProviderStrategyItem>>,
    pub(in crate::tasks) subnets: Option<Ids>,
    pub(in crate::tasks) groups: Option<Ids>,
    pub(in crate::tasks) public_ip: Option<bool>,
    pub(in crate::tasks) constraints: Vec<PlacementConstraint>,
    pub(in crate::tasks) strategy: Vec<PlacementStrategy>,
}

impl Launch {
    fn new(kind: Option<&'static str>) -> Self {
        Launch {
            kind,
            platform: None,
            providers: None,
            subnets: None,
            groups: None,
            public_ip: None,
            constraints: Vec::new(),
            strategy: Vec::new(),
        }
    }
}

macro_rules! launches {
    ($($(#[$doc:meta])* $name:ident($kind:expr);)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Launch);

        impl $name {
            /// Nothing said yet but the kind.
            pub fn new() -> Self {
                $name(Launch::new($kind))
            }

            /// The subnets of the task's network interface.
            pub fn subnets(mut self, subnets: impl Into<Ids>) -> Self {
                self.0.subnets = Some(subnets.into());
                self
            }

            /// The security groups of the task's network interface; by default the VPC's default group.
            pub fn security_groups(mut self, groups: impl Into<Ids>) -> Self {
                self.0.groups = Some(groups.into());
                self
            }

            /// Whether the network interface gets a public address; by default it gets none.
            pub fn assign_public_ip(mut self, assign: bool) -> Self {
                self.0.public_ip = Some(assign);
                self
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl From<$name> for Launch {
            fn from(launch: $name) -> Launch {
                launch.0
            }
        }
    )* };
}

launches! {
    /// Runs on Fargate; the subnets have to be said.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let launch = Fargate::new().subnets(["subnet-0a1b2c3d4e5f6a7b8"]).assign_public_ip(true);
    /// # let _ = launch;
    /// ```
    Fargate(Some("FARGATE"));
    /// Runs on the cluster's own EC2 instances. Subnets are only for task definitions of network mode `awsvpc`.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let launch = Ec2::new().member_of("attribute:ecs.instance-type =~ c7g.*").spread("instanceId");
    /// # let _ = launch;
    /// ```
    Ec2(Some("EC2"));
    /// Runs on what the cluster's capacity providers give; the cluster's default strategy where none is named.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let launch = CapacityProviders::new().provider(CapacityProviderStrategyItem::new("FARGATE_SPOT"));
    /// # let _ = launch;
    /// ```
    CapacityProviders(None);
}

impl Fargate {
    /// The platform version; by default `LATEST`.
    pub fn platform_version(mut self, version: impl Into<Field<String>>) -> Self {
        self.0.platform = Some(version.into());
        self
    }
}

impl CapacityProviders {
    /// Adds a provider; up to 20.
    pub fn provider(mut self, provider: CapacityProviderStrategyItem) -> Self {
        self.0.providers.get_or_insert_default().push(provider);
        self
    }
}

macro_rules! placements {
    ($($name:ident),*) => { $(
        impl $name {
            /// Only on instances that an expression of the cluster query language takes.
            pub fn member_of(mut self, expression: impl Into<Field<String>>) -> Self {
                self.0
                    .constraints
                    .push(PlacementConstraint { r#type: "memberOf", expression: Some(expression.into()) });
                self
            }

            /// Each task on an instance of its own.
            pub fn distinct_instance(mut self) -> Self {
                self.0.constraints.push(PlacementConstraint { r#type: "distinctInstance", expression: None });
                self
            }

            /// Spreads tasks over the values of a field: `instanceId`, `attribute:ecs.availability-zone`.
            pub fn spread(mut self, field: impl Into<Field<String>>) -> Self {
                self.0.strategy.push(PlacementStrategy { r#type: "spread", field: Some(field.into()) });
                self
            }

            /// Packs tasks together, by `CPU` or `MEMORY`.
            pub fn binpack(mut self, field: impl Into<Field<String>>) -> Self {
                self.0.strategy.push(PlacementStrategy { r#type: "binpack", field: Some(field.into()) });
                self
            }

            /// Places tasks at random.
            pub fn random(mut self) -> Self {
                self.0.strategy.push(PlacementStrategy { r#type: "random", field: None });
                self
            }
        }
    )* };
}

placements!(Ec2, CapacityProviders);

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct NetworkConfiguration {
    pub(in crate::tasks) awsvpc_configuration: AwsvpcConfiguration,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct AwsvpcConfiguration {
    pub(in crate::tasks) subnets: Ids,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) security_groups: Option<Ids>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) assign_public_ip: Option<&'static str>,
}

/// What one container is given instead of what its definition says.
///
/// ```
/// use stepwright::prelude::*;
///
/// let container = ContainerOverride::new("worker").command(["resize", "--fast"]).environment("IMAGE", path("$.image"));
/// let request = EcsRunTask::new("jobs", "resize").container(container);
/// # let _ = request;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct ContainerOverride {
    pub(in crate::tasks) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) command: Option<Words>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) environment: Vec<NameAndValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) environment_files: Vec<EnvironmentFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) cpu: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) memory: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) memory_reservation: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) resource_requirements: Vec<ResourceRequirement>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct NameAndValue {
    pub(in crate::tasks) name: String,
    pub(in crate::tasks) value: Field<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct EnvironmentFile {
    value: Field<String>,
    r#type: &'static str,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ResourceRequirement {
    r#type: &'static str,
    value: Field<String>,
}

/// A command line: its words, or an expression that gives them.
///
/// ```
/// use stepwright::prelude::*;
///
/// let fixed = Words::from(["resize", "--fast"]);
/// let chosen = Words::from(path("$.command"));
/// # let _ = (fixed, chosen);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Words(Field<Vec<Value>>);

impl<const N: usize> From<[&str; N]> for Words {
    fn from(words: [&str; N]) -> Self {
        Words(Field::Literal(words.into_iter().map(Value::from).collect()))
    }
}

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Self {
        Words(Field::Literal(words.into_iter().map(Value::from).collect()))
    }
}

impl From<Expression> for Words {
    fn from(words: Expression) -> Self {
        Words(Field::Expression(words))
    }
}

impl ContainerOverride {
    /// For the container of this name.
    pub fn new(name: impl Into<String>) -> Self {
        ContainerOverride {
            name: name.into(),
            command: None,
            environment: Vec::new(),
            environment_files: Vec::new(),
            cpu: None,
            memory: None,
            memory_reservation: None,
            resource_requirements: Vec::new(),
        }
    }

    setters! {
        /// The command to run.
        command: Words;
        /// CPU units of 1/1,024 vCPU.
        cpu: Field<u32>;
        /// The most memory, in MiB; a container that takes more is stopped.
        memory: Field<u32>;
        /// The memory kept free for it, in MiB.
        memory_reservation: Field<u32>;
    }

    /// Sets an environment variable. ECS takes text only: a number from the input becomes text by
    /// `intrinsic::format("{}", [path("$.number")])`.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.environment.push(NameAndValue { name: name.into(), value: value.into() });
        self
    }

    /// Reads environment variables from a file in S3, given by its ARN.
    pub fn environment_file(mut self, object_arn: impl Into<Field<String>>) -> Self {
        self.environment_files.push(EnvironmentFile { value: object_arn.into(), r#type: "s3" });
        self
    }

    /// Asks for so many GPUs.
    pub fn gpus(mut self, count: impl Into<Field<String>>) -> Self {
        self.resource_requirements.push(ResourceRequirement { r#type: "GPU", value: count.into() });
        self
    }
}
