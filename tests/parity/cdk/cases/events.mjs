import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;

const schedulerRole = (stack) =>
  new iam.Role(stack, 'SchedulerRole', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });

export default {
  'event_bridge_put_events.readme': (stack) =>
    new tasks.EventBridgePutEvents(stack, 'Send an event to EventBridge', {
      entries: [
        {
          detail: sfn.TaskInput.fromObject({ Message: 'Hello from Step Functions!' }),
          eventBus: new events.EventBus(stack, 'EventBus', { eventBusName: 'MyEventBus1' }),
          detailType: 'MessageFromStepFunctions',
          source: 'step.functions',
        },
      ],
    }),

  'event_bridge_put_events.default_bus': (stack) =>
    new tasks.EventBridgePutEvents(stack, 'Send', {
      entries: [
        { detail: sfn.TaskInput.fromJsonPathAt('$.order'), detailType: 'Ordered', source: 'shop' },
        { detail: sfn.TaskInput.fromText('{}'), detailType: 'Counted', source: 'shop' },
      ],
    }),

  'event_bridge_put_events.wait_for_task_token': (stack) =>
    new tasks.EventBridgePutEvents(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      entries: [
        {
          detail: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }),
          detailType: 'Asked',
          source: 'shop',
        },
      ],
    }),

  'event_bridge_put_events.jsonata': (stack) =>
    tasks.EventBridgePutEvents.jsonata(stack, 'Send', {
      entries: [
        {
          detail: sfn.TaskInput.fromObject({ order: '{% $states.input.order %}' }),
          detailType: 'Ordered',
          source: 'shop',
        },
      ],
    }),

  'event_bridge_scheduler_create_schedule_task.least': (stack) =>
    new tasks.EventBridgeSchedulerCreateScheduleTask(stack, 'Schedule', {
      scheduleName: 'nightly',
      schedule: tasks.Schedule.rate(Duration.minutes(5)),
      target: new tasks.EventBridgeSchedulerTarget({
        arn: new sqs.Queue(stack, 'Queue').queueArn,
        role: schedulerRole(stack),
      }),
    }),

  'event_bridge_scheduler_create_schedule_task.wait_for_task_token': (stack) =>
    new tasks.EventBridgeSchedulerCreateScheduleTask(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      scheduleName: 'nightly',
      schedule: tasks.Schedule.oneTime(new Date('2030-01-01T00:00:00Z')),
      target: new tasks.EventBridgeSchedulerTarget({
        arn: new sqs.Queue(stack, 'Queue').queueArn,
        role: schedulerRole(stack),
        input: sfn.JsonPath.taskToken,
      }),
    }),

  'event_bridge_scheduler_create_schedule_task.every_parameter': (stack) =>
    new tasks.EventBridgeSchedulerCreateScheduleTask(stack, 'Schedule', {
      scheduleName: 'nightly',
      schedule: tasks.Schedule.cron({ minute: '0', hour: '3' }),
      actionAfterCompletion: tasks.ActionAfterCompletion.DELETE,
      clientToken: 'token',
      description: 'every night',
      startDate: new Date('2030-01-01T00:00:00Z'),
      endDate: new Date('2031-01-01T00:00:00Z'),
      flexibleTimeWindow: Duration.minutes(15),
      groupName: 'reports',
      kmsKey: new kms.Key(stack, 'Key'),
      timezone: 'Europe/Berlin',
      enabled: false,
      target: new tasks.EventBridgeSchedulerTarget({
        arn: new sqs.Queue(stack, 'Queue').queueArn,
        role: schedulerRole(stack),
        input: 'wake up',
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAge: Duration.minutes(5) },
        deadLetterQueue: new sqs.Queue(stack, 'Dead'),
      }),
    }),

  'event_bridge_scheduler_create_schedule_task.jsonata': (stack) =>
    tasks.EventBridgeSchedulerCreateScheduleTask.jsonata(stack, 'Schedule', {
      scheduleName: 'nightly',
      schedule: tasks.Schedule.rate(Duration.minutes(5)),
      description: '{% $states.input.why %}',
      target: new tasks.EventBridgeSchedulerTarget({
        arn: new sqs.Queue(stack, 'Queue').queueArn,
        role: schedulerRole(stack),
      }),
    }),
};
