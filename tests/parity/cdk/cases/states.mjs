import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB, WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;
const at = sfn.JsonPath.stringAt;

const child = (stack) =>
  new sfn.StateMachine(stack, 'ChildStateMachine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'PassState')),
  });

export default {
  'step_functions_start_execution.readme': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'ChildTask', {
      stateMachine: child(stack),
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      input: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken, foo: 'bar' }),
      name: 'MyExecutionName',
    }),

  'step_functions_start_execution.readme_associate': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'ChildTask', {
      stateMachine: child(stack),
      associateWithParent: true,
    }),

  'step_functions_start_execution.request_response': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'Start', { stateMachine: child(stack) }),

  'step_functions_start_execution.run_job': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'Start', {
      stateMachine: child(stack),
      integrationPattern: RUN_JOB,
      input: sfn.TaskInput.fromObject({ order: at('$.order') }),
    }),

  'step_functions_start_execution.by_arn': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'Start', {
      stateMachine: sfn.StateMachine.fromStateMachineArn(
        stack,
        'Child',
        'arn:aws:states:eu-west-1:123456789012:stateMachine:child',
      ),
      integrationPattern: RUN_JOB,
    }),

  'step_functions_start_execution.jsonata': (stack) =>
    tasks.StepFunctionsStartExecution.jsonata(stack, 'Start', {
      stateMachine: child(stack),
      input: sfn.TaskInput.fromObject({ order: '{% $states.input.order %}' }),
    }),

  'step_functions_invoke_activity.readme': (stack) =>
    new tasks.StepFunctionsInvokeActivity(stack, 'Submit Job', { activity: new sfn.Activity(stack, 'SubmitJob') }),

  'step_functions_invoke_activity.readme_parameters': (stack) =>
    new tasks.StepFunctionsInvokeActivity(stack, 'Submit Job', {
      activity: new sfn.Activity(stack, 'SubmitJob'),
      parameters: {
        comment: 'Selecting what I care about.',
        MyDetails: {
          size: at('$.product.details.size'),
          exists: at('$.product.availability'),
          StaticValue: 'foo',
        },
      },
    }),

  // What every task takes: paths, timeouts, retries, catchers, variables, credentials.
  'step_functions_invoke_activity.every_field': (stack) => {
    const activity = new sfn.Activity(stack, 'SubmitJob');
    const task = new tasks.StepFunctionsInvokeActivity(stack, 'Work', {
      activity,
      comment: 'by hand',
      inputPath: '$.order',
      resultSelector: { receipt: at('$.receipt') },
      resultPath: '$.worked',
      outputPath: '$.worked',
      taskTimeout: sfn.Timeout.duration(Duration.hours(1)),
      heartbeatTimeout: sfn.Timeout.at('$.beat'),
      assign: { receipt: at('$.receipt') },
    });
    task.addRetry({
      errors: [sfn.Errors.TIMEOUT],
      interval: Duration.seconds(3),
      maxAttempts: 4,
      backoffRate: 1.5,
      maxDelay: Duration.seconds(30),
      jitterStrategy: sfn.JitterType.FULL,
    });
    return task.addCatch(new sfn.Fail(stack, 'Failed', { error: 'Worker', cause: 'no one worked' }), {
      errors: [sfn.Errors.ALL],
      resultPath: '$.error',
    });
  },

  'step_functions_start_execution.credentials': (stack) =>
    new tasks.StepFunctionsStartExecution(stack, 'Start', {
      stateMachine: child(stack),
      credentials: {
        role: sfn.TaskRole.fromRole(iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::210987654321:role/other')),
      },
    }),

  'step_functions_invoke_activity.jsonata': (stack) =>
    tasks.StepFunctionsInvokeActivity.jsonata(stack, 'Work', {
      activity: new sfn.Activity(stack, 'SubmitJob'),
      outputs: { receipt: '{% $states.result.receipt %}' },
    }),
};
