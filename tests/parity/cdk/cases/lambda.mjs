import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;
const at = sfn.JsonPath.stringAt;

const fn = (stack) =>
  new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async (event) => event;'),
  });

export default {
  'lambda_invoke.readme_state_input': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke with state input', { lambdaFunction: fn(stack) }),

  'lambda_invoke.readme_payloads': (stack) => {
    const lambdaFunction = fn(stack);
    return new tasks.LambdaInvoke(stack, 'Invoke with empty object as payload', {
      lambdaFunction,
      payload: sfn.TaskInput.fromObject({}),
    }).next(
      new tasks.LambdaInvoke(stack, 'Invoke with payload field in the state input', {
        lambdaFunction,
        payload: sfn.TaskInput.fromJsonPathAt('$.Payload'),
      }),
    );
  },

  'lambda_invoke.readme_output_path': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke and set function response as task output', {
      lambdaFunction: fn(stack),
      outputPath: '$.Payload',
    }),

  'lambda_invoke.readme_payload_response_only': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke and combine function response with task input', {
      lambdaFunction: fn(stack),
      payloadResponseOnly: true,
      resultPath: '$.fn',
    }),

  'lambda_invoke.readme_callback': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke with callback', {
      lambdaFunction: fn(stack),
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken, input: at('$.someField') }),
    }),

  'lambda_invoke.every_parameter': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke', {
      lambdaFunction: fn(stack),
      payload: sfn.TaskInput.fromObject({ order: at('$.order'), kind: 'new' }),
      invocationType: tasks.LambdaInvocationType.EVENT,
      clientContext: 'e30=',
      qualifier: 'live',
      retryOnServiceExceptions: false,
    }),

  'lambda_invoke.alias': (stack) => {
    const lambdaFunction = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn(stack).currentVersion });
    return new tasks.LambdaInvoke(stack, 'Invoke', { lambdaFunction });
  },

  'lambda_invoke.function_by_arn': (stack) =>
    new tasks.LambdaInvoke(stack, 'Invoke', {
      lambdaFunction: lambda.Function.fromFunctionArn(
        stack,
        'Fn',
        'arn:aws:lambda:eu-west-1:123456789012:function:charge',
      ),
      payloadResponseOnly: true,
      payload: sfn.TaskInput.fromObject({ order: at('$.order') }),
    }),

  'lambda_invoke.jsonata': (stack) =>
    tasks.LambdaInvoke.jsonata(stack, 'Invoke', {
      lambdaFunction: fn(stack),
      payload: sfn.TaskInput.fromObject({ order: '{% $states.input.order %}' }),
      outputs: '{% $states.result.Payload %}',
    }),

  'lambda_invoke.jsonata_machine': {
    language: sfn.QueryLanguage.JSONATA,
    build: (stack) =>
      tasks.LambdaInvoke.jsonata(stack, 'Invoke', {
        lambdaFunction: fn(stack),
        payload: sfn.TaskInput.fromObject({ order: '{% $states.input.order %}' }),
      }),
  },
};
