import { Duration, Size } from 'aws-cdk-lib';
import * as batch from 'aws-cdk-lib/aws-batch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { REQUEST_RESPONSE } = sfn.IntegrationPattern;

const names = {
  jobDefinitionArn: 'arn:aws:batch:eu-west-1:123456789012:job-definition/resize:3',
  jobName: 'resize',
  jobQueueArn: 'arn:aws:batch:eu-west-1:123456789012:job-queue/default',
};

export default {
  'batch_submit_job.readme': (stack) => {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a'],
      privateSubnetIds: ['subnet-1'],
      privateSubnetRouteTableIds: ['rtb-1'],
    });
    const environment = new batch.FargateComputeEnvironment(stack, 'Environment', { vpc });
    const queue = new batch.JobQueue(stack, 'JobQueue', {
      computeEnvironments: [{ computeEnvironment: environment, order: 1 }],
    });
    const definition = new batch.EcsJobDefinition(stack, 'JobDefinition', {
      container: new batch.EcsFargateContainerDefinition(stack, 'Container', {
        image: ecs.ContainerImage.fromRegistry('foo/bar'),
        memory: Size.mebibytes(2048),
        cpu: 1,
      }),
    });
    return new tasks.BatchSubmitJob(stack, 'Submit Job', {
      jobDefinitionArn: definition.jobDefinitionArn,
      jobName: 'MyJob',
      jobQueueArn: queue.jobQueueArn,
    });
  },

  'batch_submit_job.request_response': (stack) =>
    new tasks.BatchSubmitJob(stack, 'Submit', { integrationPattern: REQUEST_RESPONSE, ...names }),

  'batch_submit_job.every_parameter': (stack) =>
    new tasks.BatchSubmitJob(stack, 'Submit', {
      ...names,
      arraySize: 10,
      attempts: 3,
      containerOverrides: {
        command: ['resize', '--fast'],
        environment: { SIZE: 'small' },
        instanceType: new ec2.InstanceType('m5.large'),
        memory: Size.mebibytes(512),
        gpuCount: 1,
        vcpus: 2,
      },
      dependsOn: [{ jobId: '1234', type: 'N_TO_N' }],
      payload: sfn.TaskInput.fromObject({ image: sfn.JsonPath.stringAt('$.image') }),
      tags: { team: 'images' },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(5)),
    }),

  'batch_submit_job.jsonata': (stack) =>
    tasks.BatchSubmitJob.jsonata(stack, 'Submit', {
      ...names,
      jobName: '{% $states.input.name %}',
      payload: sfn.TaskInput.fromObject({ image: '{% $states.input.image %}' }),
    }),
};
