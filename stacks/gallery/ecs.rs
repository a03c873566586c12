//! ECS: runs containers, on Fargate and on instances.

use super::{Examples, existing};
use stepwright::prelude::*;

/// The image, from a registry that asks for no login.
const IMAGE: &str = "public.ecr.aws/docker/library/alpine:3";

/// Adds the machine, a cluster for Fargate, and a task definition for either way.
pub fn add(stack: &mut Stack, network: &Network) {
    let cluster = stack.add("FargateCluster", ecs::Cluster::new());
    let on_fargate = stack.add(
        "OnFargate",
        FargateTaskDefinition::new(Cpu::Quarter, MiB(512))
            .container(Container::new("TheContainer", Image::public(IMAGE))),
    );
    let instances =
        existing(stack, "Ec2Cluster", "default", "An ECS cluster that has instances of EC2, by its name");
    let instances = ClusterTarget::from(arn("ecs", "cluster/{}", [instances.reference()]));
    let task_role = stack.add(
        "OnInstancesTaskRole",
        // What a shell in the container needs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
        ServiceRole::new("ecs-tasks.amazonaws.com").allow(
            Statement::allow([
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ])
            .on("*")
            .because("lets a shell be opened in the container"),
        ),
    );
    let on_instances = stack.add(
        "OnInstances",
        ecs::TaskDefinition::new()
            .requires_compatibilities(["EC2"])
            .task_role_arn(task_role.arn())
            .container_definitions([
                ecs::task_definition::ContainerDefinition::new(IMAGE, "TheContainer").memory(256)
            ]),
    );
    let fargate = || Fargate::new().subnets(network).assign_public_ip(true);

    let ec2 = EcsRunTask::new(instances.clone(), &on_instances)
        .launch(
            Ec2::new()
                .spread("instanceId")
                .binpack("CPU")
                .random()
                .member_of("attribute:ecs.instance-type =~ t3.*"),
        )
        .propagate_tags(PropagateTags::TaskDefinition)
        .run_job("Run");
    let with_override = EcsRunTask::new(&cluster, &on_fargate)
        .launch(fargate())
        .environment("TheContainer", "SOME_KEY", path("$.SomeKey"))
        .propagate_tags(PropagateTags::TaskDefinition)
        .run_job("RunFargate");
    let larger = EcsRunTask::new(&cluster, &on_fargate)
        .launch(fargate())
        .cpu("1024")
        .memory("2048")
        .run_job("Run larger");
    let with_shell = EcsRunTask::new(instances, &on_instances)
        .launch(Ec2::new())
        .enable_execute_command(true)
        .run_job("Run with a shell");

    Examples::new()
        .show("ecs-run-task-ec2", ec2)
        .show("ecs-run-task-fargate", with_override)
        .show("ecs-run-task-override-cpu-and-memory-parameter", larger)
        .show("ecs-run-task-ecs-enable-exec", with_shell)
        .add(stack, "Ecs", "Runs containers and waits until they have stopped");
}
