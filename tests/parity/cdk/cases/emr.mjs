import { Duration, Size } from 'aws-cdk-lib';
import * as emr from 'aws-cdk-lib/aws-emr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { REQUEST_RESPONSE, RUN_JOB } = sfn.IntegrationPattern;
const { EmrCreateCluster: create } = tasks;
const at = sfn.JsonPath.stringAt;

const role = (stack, id, service) => new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal(service) });
const roles = (stack) => ({
  clusterRole: role(stack, 'ClusterRole', 'ec2.amazonaws.com'),
  serviceRole: role(stack, 'ServiceRole', 'elasticmapreduce.amazonaws.com'),
});
const autoScaling = (stack) => role(stack, 'AutoScalingRole', 'elasticmapreduce.amazonaws.com');

const spot = (capacity) => ({
  instanceFleets: [
    {
      instanceFleetType: create.InstanceRoleType.MASTER,
      launchSpecifications: {
        spotSpecification: {
          allocationStrategy: create.SpotAllocationStrategy.CAPACITY_OPTIMIZED,
          timeoutAction: create.SpotTimeoutAction.TERMINATE_CLUSTER,
          timeout: Duration.minutes(5),
        },
      },
      ...capacity,
    },
  ],
});
const onDemand = (capacity) => ({
  instanceFleets: [
    {
      instanceFleetType: create.InstanceRoleType.MASTER,
      launchSpecifications: {
        onDemandSpecification: { allocationStrategy: create.OnDemandAllocationStrategy.LOWEST_PRICE },
      },
      ...capacity,
    },
  ],
});
const bothFleets = (stack, capacities) =>
  new create(stack, 'OnDemandSpecification', {
    instances: onDemand(capacities.onDemand),
    name: 'OnDemandCluster',
    integrationPattern: RUN_JOB,
    ...capacities.roles,
  }).next(
    new create(stack, 'SpotSpecification', {
      instances: spot(capacities.spot),
      name: 'SpotCluster',
      integrationPattern: RUN_JOB,
      ...capacities.roles,
    }),
  );

export default {
  'emr_create_cluster.readme': (stack) =>
    new create(stack, 'Create Cluster', {
      instances: {},
      name: sfn.TaskInput.fromJsonPathAt('$.ClusterName').value,
      ...roles(stack),
      autoScalingRole: autoScaling(stack),
    }),

  'emr_create_cluster.readme_fleets': {
    classes: ['EmrCreateCluster'],
    build: (stack) => bothFleets(stack, {}),
  },

  'emr_create_cluster.fleets_with_capacity': (stack) =>
    bothFleets(stack, {
      onDemand: { targetOnDemandCapacity: 1 },
      spot: { targetSpotCapacity: 1 },
      roles: roles(stack),
    }),

  'emr_create_cluster.readme_step_concurrency': (stack) =>
    new create(stack, 'Create Cluster', {
      instances: {},
      name: sfn.TaskInput.fromJsonPathAt('$.ClusterName').value,
      stepConcurrencyLevel: 10,
    }),

  'emr_create_cluster.request_response': (stack) =>
    new create(stack, 'Create', {
      integrationPattern: REQUEST_RESPONSE,
      instances: {
        instanceCount: 3,
        masterInstanceType: 'm5.xlarge',
        slaveInstanceType: 'm5.xlarge',
        placement: { availabilityZone: 'eu-west-1a' },
      },
      name: 'nightly',
      ...roles(stack),
      autoScalingRole: autoScaling(stack),
    }),

  'emr_create_cluster.every_parameter': (stack) =>
    new create(stack, 'Create', {
      instances: {
        additionalMasterSecurityGroups: ['sg-1'],
        additionalSlaveSecurityGroups: ['sg-2'],
        ec2KeyName: 'key',
        ec2SubnetIds: ['subnet-1', 'subnet-2'],
        emrManagedMasterSecurityGroup: 'sg-3',
        emrManagedSlaveSecurityGroup: 'sg-4',
        serviceAccessSecurityGroup: 'sg-5',
        hadoopVersion: '2.10.1',
        terminationProtected: true,
        instanceFleets: [
          {
            instanceFleetType: create.InstanceRoleType.MASTER,
            name: 'Leader',
            targetOnDemandCapacity: 1,
            instanceTypeConfigs: [
              {
                instanceType: 'm5.xlarge',
                weightedCapacity: 1,
                bidPriceAsPercentageOfOnDemandPrice: 80,
                configurations: [{ classification: 'spark', properties: { a: 'b' } }],
                ebsConfiguration: {
                  ebsOptimized: true,
                  ebsBlockDeviceConfigs: [
                    {
                      volumeSpecification: {
                        iops: 3000,
                        volumeSize: Size.gibibytes(64),
                        volumeType: create.EbsBlockDeviceVolumeType.GP3,
                      },
                      volumesPerInstance: 2,
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
      name: 'nightly',
      ...roles(stack),
      additionalInfo: '{}',
      applications: [{ name: 'Spark', version: '3.5', args: ['x'], additionalInfo: { a: 'b' } }],
      bootstrapActions: [{ name: 'Install', scriptBootstrapAction: { path: 's3://scripts/install.sh', args: ['-y'] } }],
      configurations: [
        {
          classification: 'spark-env',
          properties: { a: 'b' },
          configurations: [{ classification: 'export', properties: { PYTHON: 'python3' } }],
        },
      ],
      customAmiId: 'ami-1',
      ebsRootVolumeSize: Size.gibibytes(30),
      ebsRootVolumeIops: 3000,
      ebsRootVolumeThroughput: 125,
      kerberosAttributes: { realm: 'EC2.INTERNAL', kdcAdminPassword: at('$.password') },
      logUri: 's3://logs/emr',
      managedScalingPolicy: {
        computeLimits: {
          unitType: create.ComputeLimitsUnitType.INSTANCE_FLEET_UNITS,
          minimumCapacityUnits: 1,
          maximumCapacityUnits: 4,
          maximumOnDemandCapacityUnits: 4,
          maximumCoreCapacityUnits: 2,
        },
      },
      releaseLabel: 'emr-7.1.0',
      scaleDownBehavior: create.EmrClusterScaleDownBehavior.TERMINATE_AT_TASK_COMPLETION,
      securityConfiguration: 'strict',
      stepConcurrencyLevel: 5,
      tags: { team: 'data' },
      visibleToAllUsers: false,
      autoTerminationPolicyIdleTimeout: Duration.minutes(10),
    }),

  'emr_create_cluster.instance_groups': (stack) =>
    new create(stack, 'Create', {
      instances: {
        instanceGroups: [
          { instanceRole: create.InstanceRoleType.MASTER, instanceType: 'm5.xlarge', instanceCount: 1 },
          {
            instanceRole: create.InstanceRoleType.CORE,
            instanceType: 'm5.xlarge',
            instanceCount: 2,
            market: create.InstanceMarket.SPOT,
            bidPrice: '0.5',
            name: 'Core',
            autoScalingPolicy: {
              constraints: { minCapacity: 1, maxCapacity: 4 },
              rules: [
                {
                  name: 'Out',
                  description: 'when memory runs out',
                  action: {
                    market: create.InstanceMarket.ON_DEMAND,
                    simpleScalingPolicyConfiguration: {
                      adjustmentType: create.ScalingAdjustmentType.CHANGE_IN_CAPACITY,
                      coolDown: 300,
                      scalingAdjustment: 1,
                    },
                  },
                  trigger: {
                    cloudWatchAlarmDefinition: {
                      comparisonOperator: create.CloudWatchAlarmComparisonOperator.LESS_THAN,
                      evaluationPeriods: 1,
                      metricName: 'YARNMemoryAvailablePercentage',
                      namespace: 'AWS/ElasticMapReduce',
                      period: Duration.seconds(300),
                      statistic: create.CloudWatchAlarmStatistic.AVERAGE,
                      threshold: 15,
                      unit: create.CloudWatchAlarmUnit.PERCENT,
                      dimensions: [{ key: 'JobFlowId', value: '${emr.clusterId}' }],
                    },
                  },
                },
              ],
            },
          },
        ],
      },
      name: 'nightly',
      ...roles(stack),
      autoScalingRole: autoScaling(stack),
    }),

  'emr_create_cluster.jsonata': (stack) =>
    create.jsonata(stack, 'Create', {
      instances: {},
      name: '{% $states.input.name %}',
      ...roles(stack),
      autoScalingRole: autoScaling(stack),
    }),

  'emr_set_cluster_termination_protection.readme': (stack) =>
    new tasks.EmrSetClusterTerminationProtection(stack, 'Task', { clusterId: 'ClusterId', terminationProtected: false }),

  'emr_terminate_cluster.readme': (stack) => new tasks.EmrTerminateCluster(stack, 'Task', { clusterId: 'ClusterId' }),

  'emr_terminate_cluster.request_response': (stack) =>
    new tasks.EmrTerminateCluster(stack, 'Task', { integrationPattern: REQUEST_RESPONSE, clusterId: at('$.id') }),

  'emr_add_step.readme': (stack) =>
    new tasks.EmrAddStep(stack, 'Task', {
      clusterId: 'ClusterId',
      name: 'StepName',
      jar: 'Jar',
      actionOnFailure: tasks.ActionOnFailure.CONTINUE,
    }),

  'emr_add_step.readme_runtime_role': (stack) => {
    const configuration = new emr.CfnSecurityConfiguration(stack, 'EmrSecurityConfiguration', {
      name: 'AddStepRuntimeRoleSecConfig',
      securityConfiguration: {
        AuthorizationConfiguration: {
          IAMConfiguration: {
            EnableApplicationScopedIAMRole: true,
            ApplicationScopedIAMRoleConfiguration: { PropagateSourceIdentity: true },
          },
          LakeFormationConfiguration: { AuthorizedSessionTagValue: 'Amazon EMR' },
        },
      },
    });
    const cluster = new create(stack, 'Create Cluster', {
      instances: {},
      name: sfn.TaskInput.fromJsonPathAt('$.ClusterName').value,
      securityConfiguration: configuration.name,
      ...roles(stack),
      autoScalingRole: autoScaling(stack),
    });
    const executionRole = new iam.Role(stack, 'Role', { assumedBy: new iam.ArnPrincipal(cluster.clusterRole.roleArn) });
    return cluster.next(
      new tasks.EmrAddStep(stack, 'Task', {
        clusterId: 'ClusterId',
        executionRoleArn: executionRole.roleArn,
        name: 'StepName',
        jar: 'Jar',
        actionOnFailure: tasks.ActionOnFailure.CONTINUE,
      }),
    );
  },

  'emr_add_step.every_parameter': (stack) =>
    new tasks.EmrAddStep(stack, 'Step', {
      integrationPattern: REQUEST_RESPONSE,
      clusterId: at('$.cluster'),
      name: 'Step',
      jar: 'command-runner.jar',
      mainClass: 'com.example.Main',
      args: ['--day', 'monday'],
      properties: { retries: '3' },
      actionOnFailure: tasks.ActionOnFailure.TERMINATE_CLUSTER,
    }),

  'emr_add_step.jsonata': (stack) =>
    tasks.EmrAddStep.jsonata(stack, 'Step', {
      clusterId: '{% $states.input.cluster %}',
      name: 'Step',
      jar: 'command-runner.jar',
    }),

  'emr_cancel_step.readme': (stack) =>
    new tasks.EmrCancelStep(stack, 'Task', { clusterId: 'ClusterId', stepId: 'StepId' }),

  'emr_modify_instance_fleet_by_name.readme': (stack) =>
    new tasks.EmrModifyInstanceFleetByName(stack, 'Task', {
      clusterId: 'ClusterId',
      instanceFleetName: 'InstanceFleetName',
      targetOnDemandCapacity: 2,
      targetSpotCapacity: 0,
    }),

  'emr_modify_instance_group_by_name.readme': (stack) =>
    new tasks.EmrModifyInstanceGroupByName(stack, 'Task', {
      clusterId: 'ClusterId',
      instanceGroupName: at('$.InstanceGroupName'),
      instanceGroup: { instanceCount: 1 },
    }),

  'emr_modify_instance_group_by_name.every_parameter': (stack) =>
    new tasks.EmrModifyInstanceGroupByName(stack, 'Task', {
      clusterId: 'j-2AXXXXXXGAPLF',
      instanceGroupName: 'Core',
      instanceGroup: {
        instanceCount: 1,
        eC2InstanceIdsToTerminate: ['i-1'],
        configurations: [{ classification: 'spark', properties: { a: 'b' } }],
        shrinkPolicy: {
          decommissionTimeout: Duration.minutes(2),
          instanceResizePolicy: {
            instancesToProtect: ['i-2'],
            instancesToTerminate: ['i-1'],
            instanceTerminationTimeout: Duration.minutes(1),
          },
        },
      },
    }),

  'emr_set_cluster_termination_protection.jsonata': (stack) =>
    tasks.EmrSetClusterTerminationProtection.jsonata(stack, 'Protect', {
      clusterId: '{% $states.input.id %}',
      terminationProtected: true,
    }),

  'emr_terminate_cluster.jsonata': (stack) =>
    tasks.EmrTerminateCluster.jsonata(stack, 'Terminate', { clusterId: '{% $states.input.id %}' }),

  'emr_cancel_step.jsonata': (stack) =>
    tasks.EmrCancelStep.jsonata(stack, 'Cancel', {
      clusterId: '{% $states.input.id %}',
      stepId: '{% $states.input.step %}',
    }),

  'emr_modify_instance_fleet_by_name.jsonata': (stack) =>
    tasks.EmrModifyInstanceFleetByName.jsonata(stack, 'Grow', {
      clusterId: '{% $states.input.id %}',
      instanceFleetName: 'core',
      targetOnDemandCapacity: 2,
      targetSpotCapacity: 1,
    }),

  'emr_modify_instance_group_by_name.jsonata': (stack) =>
    tasks.EmrModifyInstanceGroupByName.jsonata(stack, 'Grow', {
      clusterId: '{% $states.input.id %}',
      instanceGroupName: '{% $states.input.group %}',
      instanceGroup: { instanceCount: 2 },
    }),
};
