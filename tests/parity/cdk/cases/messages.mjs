import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;
const at = sfn.JsonPath.stringAt;
const both = () => sfn.TaskInput.fromObject({ field1: 'somedata', field2: at('$.field2') });
const token = () => sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken });

export default {
  'sns_publish.readme': (stack) => {
    const topic = new sns.Topic(stack, 'Topic');
    return new tasks.SnsPublish(stack, 'Publish1', {
      topic,
      integrationPattern: REQUEST_RESPONSE,
      message: sfn.TaskInput.fromJsonPathAt('$.state.message'),
      messageAttributes: {
        place: { value: at('$.place') },
        pic: { dataType: tasks.MessageAttributeDataType.BINARY, value: at('$.pic') },
        people: { value: 4 },
        handles: { value: ['@kslater', '@jjf', null, '@mfanning'] },
      },
    }).next(new tasks.SnsPublish(stack, 'Publish2', { topic, message: both() }));
  },

  'sns_publish.subject_and_structure': (stack) =>
    new tasks.SnsPublish(stack, 'Publish', {
      topic: new sns.Topic(stack, 'Topic'),
      message: sfn.TaskInput.fromObject({ default: 'hello', email: at('$.mail') }),
      messagePerSubscriptionType: true,
      subject: 'News',
    }),

  'sns_publish.fifo': (stack) =>
    new tasks.SnsPublish(stack, 'Publish', {
      topic: new sns.Topic(stack, 'Topic', { fifo: true }),
      message: sfn.TaskInput.fromText('hello'),
      messageGroupId: at('$.customer'),
      messageDeduplicationId: at('$.id'),
    }),

  'sns_publish.encrypted': (stack) =>
    new tasks.SnsPublish(stack, 'Publish', {
      topic: new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') }),
      message: sfn.TaskInput.fromText('hello'),
    }),

  'sns_publish.wait_for_task_token': (stack) =>
    new tasks.SnsPublish(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      topic: new sns.Topic(stack, 'Topic'),
      message: token(),
    }),

  'sns_publish.jsonata': (stack) =>
    tasks.SnsPublish.jsonata(stack, 'Publish', {
      topic: new sns.Topic(stack, 'Topic'),
      message: sfn.TaskInput.fromText('{% $states.input.message %}'),
    }),

  'sqs_send_message.readme': (stack) => {
    const queue = new sqs.Queue(stack, 'Queue');
    return new tasks.SqsSendMessage(stack, 'Send1', {
      queue,
      messageBody: sfn.TaskInput.fromJsonPathAt('$.message'),
    }).next(new tasks.SqsSendMessage(stack, 'Send2', { queue, messageBody: both() }));
  },

  'sqs_send_message.delayed': (stack) =>
    new tasks.SqsSendMessage(stack, 'Send', {
      queue: new sqs.Queue(stack, 'Queue'),
      messageBody: sfn.TaskInput.fromText('hello'),
      delay: Duration.seconds(30),
    }),

  'sqs_send_message.fifo': (stack) =>
    new tasks.SqsSendMessage(stack, 'Send', {
      queue: new sqs.Queue(stack, 'Queue', { fifo: true }),
      messageBody: sfn.TaskInput.fromText('hello'),
      messageGroupId: at('$.customer'),
      messageDeduplicationId: at('$.id'),
    }),

  'sqs_send_message.encrypted': (stack) =>
    new tasks.SqsSendMessage(stack, 'Send', {
      queue: new sqs.Queue(stack, 'Queue', { encryptionMasterKey: new kms.Key(stack, 'Key') }),
      messageBody: sfn.TaskInput.fromText('hello'),
    }),

  'sqs_send_message.wait_for_task_token': (stack) =>
    new tasks.SqsSendMessage(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      queue: new sqs.Queue(stack, 'Queue'),
      messageBody: token(),
      heartbeatTimeout: sfn.Timeout.duration(Duration.minutes(5)),
      taskTimeout: sfn.Timeout.at('$.timeout'),
    }),

  'sqs_send_message.jsonata': (stack) =>
    tasks.SqsSendMessage.jsonata(stack, 'Send', {
      queue: new sqs.Queue(stack, 'Queue'),
      messageBody: sfn.TaskInput.fromObject({ order: '{% $states.input.order %}' }),
    }),
};
