import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;

export default {
  'call_aws_service.readme': (stack) => {
    const bucket = new s3.Bucket(stack, 'MyBucket');
    return new tasks.CallAwsService(stack, 'GetObject', {
      service: 's3',
      action: 'getObject',
      parameters: { Bucket: bucket.bucketName, Key: sfn.JsonPath.stringAt('$.key') },
      iamResources: [bucket.arnForObjects('*')],
    });
  },

  'call_aws_service.readme_iam_action': (stack) =>
    new tasks.CallAwsService(stack, 'ListBuckets', {
      service: 's3',
      action: 'listBuckets',
      iamResources: ['*'],
      iamAction: 's3:ListAllMyBuckets',
    }),

  'call_aws_service.readme_additional_statements': (stack) =>
    new tasks.CallAwsService(stack, 'DetectLabels', {
      service: 'rekognition',
      action: 'detectLabels',
      iamResources: ['*'],
      additionalIamStatements: [
        new iam.PolicyStatement({ actions: ['s3:getObject'], resources: ['arn:aws:s3:::my-bucket/*'] }),
      ],
    }),

  'call_aws_service.wait_for_task_token': (stack) =>
    new tasks.CallAwsService(stack, 'Approve', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      service: 'ssm',
      action: 'startAutomationExecution',
      parameters: { DocumentName: 'approve', Parameters: { Token: sfn.JsonPath.array(sfn.JsonPath.taskToken) } },
      iamResources: ['arn:aws:ssm:eu-west-1:123456789012:automation-definition/approve:*'],
    }),

  'call_aws_service.renamed_service': (stack) =>
    new tasks.CallAwsService(stack, 'Send', {
      service: 'sesv2',
      action: 'sendEmail',
      parameters: { FromEmailAddress: 'orders@example.com' },
      iamResources: ['arn:aws:ses:eu-west-1:123456789012:identity/example.com'],
    }),

  'call_aws_service.jsonata': (stack) =>
    tasks.CallAwsService.jsonata(stack, 'GetObject', {
      service: 's3',
      action: 'getObject',
      parameters: { Bucket: 'orders', Key: '{% $states.input.key %}' },
      iamResources: ['arn:aws:s3:::orders/*'],
    }),

  'call_aws_service_cross_region.readme': (stack) => {
    const bucket = new s3.Bucket(stack, 'MyBucket');
    return new tasks.CallAwsServiceCrossRegion(stack, 'GetObject', {
      region: 'ap-northeast-1',
      service: 's3',
      action: 'getObject',
      parameters: { Bucket: bucket.bucketName, Key: sfn.JsonPath.stringAt('$.key') },
      iamResources: [bucket.arnForObjects('*')],
    });
  },

  'call_aws_service_cross_region.wait_for_task_token': (stack) =>
    new tasks.CallAwsServiceCrossRegion(stack, 'Ask', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      region: 'ap-northeast-1',
      service: 'sqs',
      action: 'sendMessage',
      parameters: { QueueUrl: sfn.JsonPath.stringAt('$.queue'), MessageBody: sfn.JsonPath.taskToken },
      iamResources: ['*'],
    }),

  'evaluate_expression.readme': (stack) => {
    const convert = new tasks.EvaluateExpression(stack, 'Convert to seconds', {
      expression: '$.waitMilliseconds / 1000',
      resultPath: '$.waitSeconds',
    });
    const say = new tasks.EvaluateExpression(stack, 'Create message', {
      expression: '`Now waiting ${$.waitSeconds} seconds...`',
      resultPath: '$.message',
    });
    const wait = new sfn.Wait(stack, 'Wait', { time: sfn.WaitTime.secondsPath('$.waitSeconds') });
    return convert.next(say).next(wait);
  },

  'evaluate_expression.in_function': (stack) =>
    new tasks.EvaluateExpression(stack, 'Total', {
      expression: '$.lines.map((line) => line.price).sort()[0]',
      resultPath: '$.cheapest',
    }),

  'call_aws_service_cross_region.jsonata': (stack) =>
    tasks.CallAwsServiceCrossRegion.jsonata(stack, 'GetObject', {
      region: 'ap-northeast-1',
      service: 's3',
      action: 'getObject',
      parameters: { Bucket: 'orders', Key: '{% $states.input.key %}' },
      iamResources: ['arn:aws:s3:::orders/*'],
    }),
};
