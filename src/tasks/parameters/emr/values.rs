//! Closed lists of values.

use crate::reference::Literal;
use schemars::JsonSchema;
use serde::Serialize;

macro_rules! values {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal;)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
        pub enum $name {
            $(
                $(#[$of])*
                #[serde(rename = $text)]
                $variant,
            )*
        }

        impl Literal for $name {}
    )* };
}

values! {
    /// What the nodes of a group or a fleet do in the cluster.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let primary = EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1);
    /// # let _ = primary;
    /// ```
    EmrInstanceRole {
        /// The primary node, which manages the cluster.
        Master = "MASTER";
        /// Runs tasks and stores data in HDFS.
        Core = "CORE";
        /// Runs tasks, stores nothing.
        Task = "TASK";
    }

    /// How instances are bought.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let tasks = EmrInstanceGroupConfig::new(EmrInstanceRole::Task, "m7g.xlarge", 4).market(EmrMarketType::Spot);
    /// # let _ = tasks;
    /// ```
    EmrMarketType {
        /// At the fixed price.
        OnDemand = "ON_DEMAND";
        /// At the price of spare capacity; may be taken away.
        Spot = "SPOT";
    }

    /// What becomes of a cluster whose spot instances did not come in time.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let spot = EmrSpotProvisioningSpecification::new(20, EmrSpotProvisioningTimeoutAction::SwitchToOnDemand);
    /// # let _ = spot;
    /// ```
    EmrSpotProvisioningTimeoutAction {
        /// The rest is bought on demand.
        SwitchToOnDemand = "SWITCH_TO_ON_DEMAND";
        /// The cluster is terminated.
        TerminateCluster = "TERMINATE_CLUSTER";
    }

    /// How spot instances are chosen among the types of a fleet.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let strategy = EmrSpotAllocationStrategy::PriceCapacityOptimized;
    /// # let _ = strategy;
    /// ```
    EmrSpotAllocationStrategy {
        /// From where most capacity is spare.
        CapacityOptimized = "capacity-optimized";
        /// From where capacity is spare, by the priorities of the instance types.
        CapacityOptimizedPrioritized = "capacity-optimized-prioritized";
        /// Spread over all.
        Diversified = "diversified";
        /// The cheapest.
        LowestPrice = "lowest-price";
        /// The cheapest among those of which much is spare.
        PriceCapacityOptimized = "price-capacity-optimized";
    }

    /// How on-demand instances are chosen among the types of a fleet.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let specification = EmrOnDemandProvisioningSpecification::new(EmrOnDemandAllocationStrategy::Prioritized);
    /// # let _ = specification;
    /// ```
    EmrOnDemandAllocationStrategy {
        /// The cheapest first.
        LowestPrice = "lowest-price";
        /// By the priorities of the instance types.
        Prioritized = "prioritized";
    }

    /// Whether instances run in capacity that has been reserved.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let options = EmrCapacityReservationOptions::new().preference(EmrCapacityReservationPreference::None);
    /// # let _ = options;
    /// ```
    EmrCapacityReservationPreference {
        /// In any open reservation that fits.
        Open = "open";
        /// In none.
        None = "none";
    }

    /// What `ScalingAdjustment` of a scaling rule means.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let alarm =
    ///     EmrCloudWatchAlarmDefinition::new("YARNMemoryAvailablePercentage", EmrComparisonOperator::LessThan, 15.0);
    /// let rule =
    ///     EmrScalingRule::new("more", 20, alarm).adjustment_type(EmrAdjustmentType::PercentChangeInCapacity);
    /// # let _ = rule;
    /// ```
    EmrAdjustmentType {
        /// So many instances more, or fewer.
        ChangeInCapacity = "CHANGE_IN_CAPACITY";
        /// So many percent more, or fewer.
        PercentChangeInCapacity = "PERCENT_CHANGE_IN_CAPACITY";
        /// Exactly so many.
        ExactCapacity = "EXACT_CAPACITY";
    }

    /// How a metric is compared with its threshold.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let alarm = EmrCloudWatchAlarmDefinition::new("ContainerPending", EmrComparisonOperator::GreaterThan, 10.0);
    /// # let _ = alarm;
    /// ```
    EmrComparisonOperator {
        /// `>=`
        GreaterThanOrEqual = "GREATER_THAN_OR_EQUAL";
        /// `>`
        GreaterThan = "GREATER_THAN";
        /// `<`
        LessThan = "LESS_THAN";
        /// `<=`
        LessThanOrEqual = "LESS_THAN_OR_EQUAL";
    }

    /// What is taken of a metric's values over a period.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let alarm = EmrCloudWatchAlarmDefinition::new("ContainerPending", EmrComparisonOperator::GreaterThan, 10.0)
    ///     .statistic(EmrStatistic::Maximum);
    /// # let _ = alarm;
    /// ```
    EmrStatistic {
        /// How many there are.
        SampleCount = "SAMPLE_COUNT";
        /// Their average.
        Average = "AVERAGE";
        /// Their sum.
        Sum = "SUM";
        /// The smallest.
        Minimum = "MINIMUM";
        /// The largest.
        Maximum = "MAXIMUM";
    }

    /// How nodes are taken away when the cluster shrinks.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let behavior = EmrScaleDownBehavior::TerminateAtTaskCompletion;
    /// # let _ = behavior;
    /// ```
    EmrScaleDownBehavior {
        /// At the end of the hour that is paid for.
        TerminateAtInstanceHour = "TERMINATE_AT_INSTANCE_HOUR";
        /// When their tasks have ended.
        TerminateAtTaskCompletion = "TERMINATE_AT_TASK_COMPLETION";
    }

    /// What becomes of the cluster when a step fails.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let step = EmrAddStep::new(path("$.ClusterId"), "Count", "command-runner.jar")
    ///     .action_on_failure(EmrActionOnFailure::TerminateCluster);
    /// # let _ = step;
    /// ```
    EmrActionOnFailure {
        /// It goes on with the next step.
        Continue = "CONTINUE";
        /// Steps that wait are cancelled. Not for clusters that run steps side by side.
        CancelAndWait = "CANCEL_AND_WAIT";
        /// It is terminated. Not for clusters that run steps side by side.
        TerminateCluster = "TERMINATE_CLUSTER";
        /// The former name of `TERMINATE_CLUSTER`.
        TerminateJobFlow = "TERMINATE_JOB_FLOW";
    }

    /// How a running step is cancelled.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let cancel = EmrCancelStep::new(path("$.ClusterId"), path("$.StepId"))
    ///     .step_cancellation_option(EmrStepCancellationOption::TerminateProcess);
    /// # let _ = cancel;
    /// ```
    EmrStepCancellationOption {
        /// It is interrupted, and may clean up.
        SendInterrupt = "SEND_INTERRUPT";
        /// It is killed.
        TerminateProcess = "TERMINATE_PROCESS";
    }

    /// Which updates are installed when an instance boots from an AMI of one's own.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let updates = EmrRepoUpgradeOnBoot::None;
    /// # let _ = updates;
    /// ```
    EmrRepoUpgradeOnBoot {
        /// Those for security.
        Security = "SECURITY";
        /// None.
        None = "NONE";
    }

    /// What the limits of managed scaling count.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let policy = EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::Instances, 2, 10);
    /// # let _ = policy;
    /// ```
    EmrComputeLimitsUnitType {
        /// Units of instance fleets; the only one for clusters of fleets.
        InstanceFleetUnits = "InstanceFleetUnits";
        /// Instances of groups.
        Instances = "Instances";
        /// vCPUs of groups.
        Vcpu = "VCPU";
    }

    /// How managed scaling weighs speed against cost.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let policy = EmrManagedScalingPolicy::new(EmrComputeLimitsUnitType::Instances, 2, 10)
    ///     .scaling_strategy(EmrScalingStrategy::Advanced)
    ///     .utilization_performance_index(75);
    /// # let _ = policy;
    /// ```
    EmrScalingStrategy {
        /// As EMR does by itself.
        Default = "DEFAULT";
        /// By `UtilizationPerformanceIndex`.
        Advanced = "ADVANCED";
    }

    /// How a role's instances are placed.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let strategy = EmrPlacementGroupStrategy::Spread;
    /// # let _ = strategy;
    /// ```
    EmrPlacementGroupStrategy {
        /// Each on hardware of its own; the only one that EMR supports for primary nodes.
        Spread = "SPREAD";
        /// In partitions that share no hardware.
        Partition = "PARTITION";
        /// Close together.
        Cluster = "CLUSTER";
        /// Anywhere.
        None = "NONE";
    }

    /// What becomes of an instance group's present configuration when it gets another.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let change = EmrModifyInstanceGroupByName::new("j-2AXXXXXXGAPLF", "core")
    ///     .configuration(EmrConfiguration::new("yarn-site").property("yarn.log-aggregation-enable", "true"))
    ///     .reconfiguration_type(EmrReconfigurationType::Merge);
    /// # let _ = change;
    /// ```
    EmrReconfigurationType {
        /// It is replaced.
        Overwrite = "OVERWRITE";
        /// The new one is added to it.
        Merge = "MERGE";
    }
}
