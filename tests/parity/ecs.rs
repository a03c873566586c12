//! ECS.

use super::case::{Case, case};
use stepwright::prelude::*;

fn cluster() -> Handle<ecs::Cluster> {
    Handle::new("Cluster", ecs::Cluster::new())
}

/// By its family, as the CDK's task names it, and with the role that the CDK makes for it.
fn worker() -> TaskDefinitionTarget {
    TaskDefinitionTarget::from("worker").with_roles([Reference::attribute("TDTaskRole", "Arn")])
}

fn run() -> EcsRunTask {
    EcsRunTask::new(&cluster(), worker())
}

/// With the group that the CDK makes where none is said.
fn fargate(group: &str) -> Fargate {
    Fargate::new().subnets(["subnet-3", "subnet-4"]).security_groups([group])
}

fn made_group(state: &str) -> [Reference; 1] {
    [Reference::attribute(format!("{state}SecurityGroup"), "GroupId")]
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "ecs_run_task.readme_ec2",
            run()
                .launch(Ec2::new().spread("instanceId").binpack("CPU").random().member_of("blieptuut"))
                .propagate_tags(PropagateTags::TaskDefinition)
                .run_job("Run"),
        ),
        case(
            "ecs_run_task.readme_fargate",
            run()
                .launch(
                    Fargate::new()
                        .subnets(["subnet-1", "subnet-2"])
                        .security_groups(made_group("RunFargate"))
                        .assign_public_ip(true),
                )
                .environment("TheContainer", "SOME_KEY", path("$.SomeKey"))
                .propagate_tags(PropagateTags::TaskDefinition)
                .run_job("RunFargate"),
        ),
        case(
            "ecs_run_task.readme_cpu_and_memory",
            run()
                .launch(Fargate::new().subnets(["subnet-3", "subnet-4"]).security_groups(made_group("Run")))
                .cpu("1024")
                .memory("1048")
                .run_job("Run"),
        ),
        case(
            "ecs_run_task.readme_exec",
            run().launch(Ec2::new()).enable_execute_command(true).run_job("Run"),
        ),
        case(
            "ecs_run_task.exec_with_capacity",
            run().launch(Ec2::new()).enable_execute_command(true).run_job("Run"),
        ),
        case(
            "ecs_run_task.request_response",
            EcsRunTask::new(
                &cluster(),
                TaskDefinitionTarget::from("worker:3")
                    .with_roles([Reference::attribute("TDTaskRole", "Arn")]),
            )
            .launch(
                Fargate::new()
                    .subnets(["subnet-1", "subnet-2"])
                    .security_groups(["sg-1"])
                    .platform_version("1.4.0"),
            )
            .container(
                ContainerOverride::new("TheContainer")
                    .command(["resize", "--fast"])
                    .cpu(128)
                    .memory(256)
                    .memory_reservation(128)
                    .environment("SIZE", "small"),
            )
            .state("Run"),
        ),
        case(
            "ecs_run_task.capacity_providers",
            run()
                .launch(
                    CapacityProviders::new()
                        .subnets(["subnet-3", "subnet-4"])
                        .security_groups(["sg-1"])
                        .provider(CapacityProviderStrategyItem::new("FARGATE_SPOT").weight(2).base(1))
                        .provider(CapacityProviderStrategyItem::new("FARGATE").weight(1)),
                )
                .parameter("PlatformVersion", "LATEST")
                .run_job("Run"),
        ),
        case(
            "ecs_run_task.wait_for_task_token",
            run()
                .launch(fargate("sg-1"))
                .environment("TheContainer", "TASK_TOKEN", task_token())
                .wait_for_task_token("Ask"),
        ),
        case(
            "ecs_run_task.jsonata",
            run()
                .launch(fargate("sg-1"))
                .environment("TheContainer", "MESSAGE", jsonata("$states.input.message"))
                .run_job("Run"),
        ),
    ]
}
