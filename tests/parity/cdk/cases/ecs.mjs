import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB, WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;
const at = sfn.JsonPath.stringAt;

const network = (stack) =>
  ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
    publicSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
    privateSubnetRouteTableIds: ['rtb-3', 'rtb-4'],
  });

function cluster(stack, { ec2: onEc2 = false } = {}) {
  const vpc = network(stack);
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  if (onEc2) {
    cluster.addCapacity('Capacity', {
      instanceType: new ec2.InstanceType('t2.micro'),
      machineImage: ecs.EcsOptimizedImage.amazonLinux2(),
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    });
  }
  return cluster;
}

function definition(stack, props) {
  const taskDefinition = new ecs.TaskDefinition(stack, 'TD', { family: 'worker', ...props });
  const containerDefinition = taskDefinition.addContainer('TheContainer', {
    image: ecs.ContainerImage.fromRegistry('foo/bar'),
    memoryLimitMiB: 256,
  });
  return { taskDefinition, containerDefinition };
}

const FARGATE = { memoryMiB: '512', cpu: '256', compatibility: ecs.Compatibility.FARGATE };
const EC2 = { compatibility: ecs.Compatibility.EC2 };

export default {
  'ecs_run_task.readme_ec2': (stack) =>
    new tasks.EcsRunTask(stack, 'Run', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack, { ec2: true }),
      taskDefinition: definition(stack, EC2).taskDefinition,
      launchTarget: new tasks.EcsEc2LaunchTarget({
        placementStrategies: [
          ecs.PlacementStrategy.spreadAcrossInstances(),
          ecs.PlacementStrategy.packedByCpu(),
          ecs.PlacementStrategy.randomly(),
        ],
        placementConstraints: [ecs.PlacementConstraint.memberOf('blieptuut')],
      }),
      propagatedTagSource: ecs.PropagatedTagSource.TASK_DEFINITION,
    }),

  'ecs_run_task.readme_fargate': (stack) => {
    const { taskDefinition, containerDefinition } = definition(stack, FARGATE);
    return new tasks.EcsRunTask(stack, 'RunFargate', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack),
      taskDefinition,
      assignPublicIp: true,
      containerOverrides: [{ containerDefinition, environment: [{ name: 'SOME_KEY', value: at('$.SomeKey') }] }],
      launchTarget: new tasks.EcsFargateLaunchTarget(),
      propagatedTagSource: ecs.PropagatedTagSource.TASK_DEFINITION,
    });
  },

  'ecs_run_task.readme_cpu_and_memory': (stack) =>
    new tasks.EcsRunTask(stack, 'Run', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack),
      taskDefinition: definition(stack, FARGATE).taskDefinition,
      launchTarget: new tasks.EcsFargateLaunchTarget(),
      cpu: '1024',
      memoryMiB: '1048',
    }),

  'ecs_run_task.readme_exec': {
    classes: ['EcsRunTask'],
    build: (stack) =>
      new tasks.EcsRunTask(stack, 'Run', {
        integrationPattern: RUN_JOB,
        cluster: cluster(stack),
        taskDefinition: definition(stack, EC2).taskDefinition,
        launchTarget: new tasks.EcsEc2LaunchTarget(),
        enableExecuteCommand: true,
      }),
  },

  'ecs_run_task.exec_with_capacity': (stack) =>
    new tasks.EcsRunTask(stack, 'Run', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack, { ec2: true }),
      taskDefinition: definition(stack, EC2).taskDefinition,
      launchTarget: new tasks.EcsEc2LaunchTarget(),
      enableExecuteCommand: true,
    }),

  'ecs_run_task.request_response': (stack) => {
    const { taskDefinition, containerDefinition } = definition(stack, FARGATE);
    return new tasks.EcsRunTask(stack, 'Run', {
      cluster: cluster(stack),
      taskDefinition,
      revisionNumber: 3,
      subnets: { subnetType: ec2.SubnetType.PUBLIC },
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      containerOverrides: [
        {
          containerDefinition,
          command: ['resize', '--fast'],
          cpu: 128,
          memoryLimit: 256,
          memoryReservation: 128,
          environment: [{ name: 'SIZE', value: 'small' }],
        },
      ],
      launchTarget: new tasks.EcsFargateLaunchTarget({ platformVersion: ecs.FargatePlatformVersion.VERSION1_4 }),
    });
  },

  'ecs_run_task.capacity_providers': (stack) =>
    new tasks.EcsRunTask(stack, 'Run', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack),
      taskDefinition: definition(stack, FARGATE).taskDefinition,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      launchTarget: new tasks.EcsFargateLaunchTarget({
        platformVersion: ecs.FargatePlatformVersion.LATEST,
        capacityProviderOptions: tasks.CapacityProviderOptions.custom([
          { capacityProvider: 'FARGATE_SPOT', weight: 2, base: 1 },
          { capacityProvider: 'FARGATE', weight: 1 },
        ]),
      }),
    }),

  'ecs_run_task.wait_for_task_token': (stack) => {
    const { taskDefinition, containerDefinition } = definition(stack, FARGATE);
    return new tasks.EcsRunTask(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      cluster: cluster(stack),
      taskDefinition,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      containerOverrides: [
        { containerDefinition, environment: [{ name: 'TASK_TOKEN', value: sfn.JsonPath.taskToken }] },
      ],
      launchTarget: new tasks.EcsFargateLaunchTarget(),
    });
  },

  'ecs_run_task.jsonata': (stack) => {
    const { taskDefinition, containerDefinition } = definition(stack, FARGATE);
    return tasks.EcsRunTask.jsonata(stack, 'Run', {
      integrationPattern: RUN_JOB,
      cluster: cluster(stack),
      taskDefinition,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
      containerOverrides: [
        { containerDefinition, environment: [{ name: 'MESSAGE', value: '{% $states.input.message %}' }] },
      ],
      launchTarget: new tasks.EcsFargateLaunchTarget(),
    });
  },
};
