import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { REQUEST_RESPONSE, RUN_JOB } = sfn.IntegrationPattern;
const { PARAMETER_STORE, PLAINTEXT, SECRETS_MANAGER } = codebuild.BuildEnvironmentVariableType;

function project(stack) {
  return new codebuild.Project(stack, 'Project', {
    projectName: 'MyTestProject',
    buildSpec: codebuild.BuildSpec.fromObject({
      version: '0.2',
      phases: { build: { commands: ['echo "Hello, CodeBuild!"'] } },
    }),
  });
}

export default {
  'code_build_start_build.readme': (stack) =>
    new tasks.CodeBuildStartBuild(stack, 'Task', {
      project: project(stack),
      integrationPattern: RUN_JOB,
      environmentVariablesOverride: { ZONE: { type: PLAINTEXT, value: sfn.JsonPath.stringAt('$.envVariables.zone') } },
    }),

  'code_build_start_build.request_response': (stack) =>
    new tasks.CodeBuildStartBuild(stack, 'Build', {
      project: project(stack),
      environmentVariablesOverride: {
        PLAIN: { value: 'a' },
        SECRET: { type: SECRETS_MANAGER, value: 'deploy:key' },
        STORED: { type: PARAMETER_STORE, value: '/deploy/zone' },
      },
    }),

  'code_build_start_build.jsonata': (stack) =>
    tasks.CodeBuildStartBuild.jsonata(stack, 'Build', {
      project: project(stack),
      environmentVariablesOverride: { ZONE: { value: '{% $states.input.zone %}' } },
    }),

  'code_build_start_build_batch.readme': (stack) =>
    new tasks.CodeBuildStartBuildBatch(stack, 'buildBatchTask', {
      project: project(stack),
      integrationPattern: REQUEST_RESPONSE,
      environmentVariablesOverride: { test: { type: PLAINTEXT, value: 'testValue' } },
    }),

  'code_build_start_build_batch.run_job': (stack) =>
    new tasks.CodeBuildStartBuildBatch(stack, 'Build', { project: project(stack), integrationPattern: RUN_JOB }),

  'code_build_start_build_batch.jsonata': (stack) =>
    tasks.CodeBuildStartBuildBatch.jsonata(stack, 'Build', {
      project: project(stack),
      integrationPattern: RUN_JOB,
      environmentVariablesOverride: { ZONE: { value: '{% $states.input.zone %}' } },
    }),
};
