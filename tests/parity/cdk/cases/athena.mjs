import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB } = sfn.IntegrationPattern;
const at = sfn.JsonPath.stringAt;

const results = {
  encryptionConfiguration: { encryptionOption: tasks.EncryptionOption.S3_MANAGED },
  outputLocation: { bucketName: 'query-results-bucket', objectKey: 'folder' },
};

export default {
  'athena_start_query_execution.readme': (stack) =>
    new tasks.AthenaStartQueryExecution(stack, 'Start Athena Query', {
      queryString: at('$.queryString'),
      queryExecutionContext: { databaseName: 'mydatabase' },
      resultConfiguration: results,
      executionParameters: ['param1', 'param2'],
    }),

  'athena_start_query_execution.readme_reuse': (stack) =>
    new tasks.AthenaStartQueryExecution(stack, 'Start Athena Query', {
      queryString: at('$.queryString'),
      queryExecutionContext: { databaseName: 'mydatabase' },
      resultConfiguration: results,
      executionParameters: ['param1', 'param2'],
      resultReuseConfigurationMaxAge: Duration.minutes(100),
    }),

  'athena_start_query_execution.least': (stack) =>
    new tasks.AthenaStartQueryExecution(stack, 'Query', { queryString: 'SELECT 1' }),

  'athena_start_query_execution.run_job': (stack) =>
    new tasks.AthenaStartQueryExecution(stack, 'Query', {
      integrationPattern: RUN_JOB,
      queryString: 'SELECT 1',
      clientRequestToken: at('$.token'),
      workGroup: 'reports',
      queryExecutionContext: { catalogName: 'AwsDataCatalog', databaseName: 'sales' },
      resultConfiguration: { outputLocation: { bucketName: 'query-results-bucket', objectKey: 'folder' } },
    }),

  'athena_start_query_execution.jsonata': (stack) =>
    tasks.AthenaStartQueryExecution.jsonata(stack, 'Query', {
      queryString: '{% $states.input.sql %}',
      workGroup: 'reports',
    }),

  'athena_get_query_execution.readme': (stack) =>
    new tasks.AthenaGetQueryExecution(stack, 'Get Query Execution', { queryExecutionId: at('$.QueryExecutionId') }),

  'athena_get_query_results.readme': (stack) =>
    new tasks.AthenaGetQueryResults(stack, 'Get Query Results', { queryExecutionId: at('$.QueryExecutionId') }),

  'athena_get_query_results.every_parameter': (stack) =>
    new tasks.AthenaGetQueryResults(stack, 'Page', {
      queryExecutionId: at('$.id'),
      nextToken: at('$.next'),
      maxResults: 50,
    }),

  'athena_stop_query_execution.readme': (stack) =>
    new tasks.AthenaStopQueryExecution(stack, 'Stop Query Execution', { queryExecutionId: at('$.QueryExecutionId') }),

  'athena_get_query_execution.jsonata': (stack) =>
    tasks.AthenaGetQueryExecution.jsonata(stack, 'Get', { queryExecutionId: '{% $states.input.id %}' }),

  'athena_get_query_results.jsonata': (stack) =>
    tasks.AthenaGetQueryResults.jsonata(stack, 'Page', { queryExecutionId: '{% $states.input.id %}', maxResults: 50 }),

  'athena_stop_query_execution.jsonata': (stack) =>
    tasks.AthenaStopQueryExecution.jsonata(stack, 'Stop', { queryExecutionId: '{% $states.input.id %}' }),
};
