//! EMR: clusters, and what is done with them.

use super::{Examples, existing};
use serde_json::json;
use stepwright::prelude::*;

/// The release of the clusters.
const RELEASE: &str = "emr-7.5.0";

/// By this tag the step of the second example knows the cluster that was made for it.
const TAG: (&str, &str) = ("example", "emr-add-step-2");

/// Adds the machine, the roles that clusters run under, and one that a step runs under.
pub fn add(stack: &mut Stack, network: &Network) {
    let cluster = existing(stack, "EmrCluster", "j-2AXXXXXXGAPLF", "An EMR cluster, by its id");
    // The role of the instances and that of the step name one another, so that one of them needs a name of its own.
    let step_role_name = sub("{}-emr-step", [stack_name()]);
    let step_role_arn = sub("arn:{}:iam::{}:role/{}", [partition(), account(), step_role_name.clone()]);
    let roles = stack.add("Emr", EmrRoles::new().auto_scaling().network(network).runtime_role(step_role_arn));
    let instances = json!({ "AWS": roles.job_flow_role.arn() });
    let step_role = stack.add(
        "EmrStepRole",
        iam::Role::new(json!({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": instances,
                    "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]
                },
                {
                    "Effect": "Allow",
                    "Principal": instances,
                    "Action": "sts:TagSession",
                    "Condition": {
                        "StringEquals": { "aws:RequestTag/LakeFormationAuthorizedCaller": "Amazon EMR" }
                    }
                }
            ]
        }))
        .role_name(step_role_name),
    );
    let with_runtime_roles = stack.add(
        "EmrSecurityConfiguration",
        Generic::new("AWS::EMR::SecurityConfiguration").property(
            "SecurityConfiguration",
            json!({
                "AuthorizationConfiguration": {
                    "IAMConfiguration": {
                        "EnableApplicationScopedIAMRole": true,
                        "ApplicationScopedIAMRoleConfiguration": { "PropagateSourceIdentity": true }
                    },
                    "LakeFormationConfiguration": { "AuthorizedSessionTagValue": "Amazon EMR" }
                }
            }),
        ),
    );

    let subnets = || network.subnets.iter().map(Handle::reference).collect::<Vec<_>>();
    let create = |instances: EmrJobFlowInstancesConfig| {
        EmrCreateCluster::new(path("$.ClusterName"), instances).release_label(RELEASE).roles(&roles)
    };
    let create_for = |name: &str, fleet: EmrInstanceFleetConfig| {
        let fleet = fleet.instance_type(EmrInstanceTypeConfig::new("m7g.xlarge"));
        let instances = EmrJobFlowInstancesConfig::fleets([fleet]).ec2_subnet_ids(subnets());
        EmrCreateCluster::new(name, instances).release_label(RELEASE).roles(&roles)
    };

    let on_demand = create_for(
        "OnDemandCluster",
        EmrInstanceFleetConfig::new(EmrInstanceRole::Master)
            .target_on_demand_capacity(1)
            .on_demand(EmrOnDemandProvisioningSpecification::new(EmrOnDemandAllocationStrategy::LowestPrice)),
    );
    let spot = create_for(
        "SpotCluster",
        EmrInstanceFleetConfig::new(EmrInstanceRole::Master).target_spot_capacity(1).spot(
            EmrSpotProvisioningSpecification::new(5, EmrSpotProvisioningTimeoutAction::TerminateCluster)
                .allocation_strategy(EmrSpotAllocationStrategy::CapacityOptimized),
        ),
    );
    let step = |cluster: EmrClusterTarget| {
        EmrAddStep::new(cluster, "StepName", "command-runner.jar")
            .args(["spark-submit", "s3://us-east-1.elasticmapreduce/samples/pi.py"])
            .action_on_failure(EmrActionOnFailure::Continue)
    };
    let create_for_step = create(uniform(network))
        .security_configuration(with_runtime_roles.reference())
        .tag(TAG.0, TAG.1)
        .run_job("Create Cluster for a step with a role");
    let made_for_step = EmrClusterTarget::from(path("$.ClusterId")).tagged(TAG.0, TAG.1);

    Examples::new()
        .show("emr-create-cluster", create(groups(network)).run_job("Create Cluster"))
        .show(
            "emr-create-cluster-2",
            on_demand
                .run_job("OnDemandSpecification")
                .discard_result()
                .then(spot.run_job("SpotSpecification")),
        )
        .show(
            "emr-create-cluster-3",
            create(uniform(network))
                .step_concurrency_level(10)
                .run_job("Create Cluster for steps side by side"),
        )
        .show(
            "emr-termination-protection",
            EmrSetClusterTerminationProtection::new(&cluster, false).state("Termination Protection"),
        )
        .show("emr-terminate-cluster", EmrTerminateCluster::new(&cluster).run_job("Terminate Cluster"))
        .show("emr-add-step", step((&cluster).into()).run_job("Add Step"))
        .show(
            "emr-add-step-2",
            create_for_step
                .then(step(made_for_step).execution_role(&step_role).run_job("Add Step with a role")),
        )
        .show("emr-cancel-step", EmrCancelStep::new(&cluster, path("$.StepId")).state("Cancel Step"))
        .show(
            "emr-modify-instance-fleet",
            EmrModifyInstanceFleetByName::new(&cluster, "InstanceFleetName")
                .target_on_demand_capacity(2)
                .target_spot_capacity(0)
                .state("Modify Instance Fleet"),
        )
        .show(
            "emr-modify-instance-group",
            EmrModifyInstanceGroupByName::new(&cluster, path("$.InstanceGroupName"))
                .instance_count(1)
                .state("Modify Instance Group"),
        )
        .add(stack, "Emr", "Creates clusters of EMR, changes them, gives them steps, and ends them");
}

/// A primary node and two others.
fn uniform(network: &Network) -> EmrJobFlowInstancesConfig {
    let instances = EmrJobFlowInstancesConfig::uniform("m7g.xlarge", "m7g.xlarge", 3);
    network.subnets.iter().take(1).fold(instances, |it, subnet| it.ec2_subnet_id(subnet.reference()))
}

/// A primary node and a group that grows when memory is short, which is what the role for scaling is there for.
fn groups(network: &Network) -> EmrJobFlowInstancesConfig {
    let short_of_memory = EmrCloudWatchAlarmDefinition::new(
        "YARNMemoryAvailablePercentage",
        EmrComparisonOperator::LessThan,
        15.0,
    )
    .namespace("AWS/ElasticMapReduce")
    .period(300)
    .statistic(EmrStatistic::Average)
    .unit("PERCENT");
    let instances = EmrJobFlowInstancesConfig::groups([
        EmrInstanceGroupConfig::new(EmrInstanceRole::Master, "m7g.xlarge", 1),
        EmrInstanceGroupConfig::new(EmrInstanceRole::Core, "m7g.xlarge", 2).auto_scaling_policy(
            EmrAutoScalingPolicy::new(2, 10).rule(EmrScalingRule::new("more", 1, short_of_memory)),
        ),
    ]);
    network.subnets.iter().take(1).fold(instances, |it, subnet| it.ec2_subnet_id(subnet.reference()))
}
