import { Duration } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB } = sfn.IntegrationPattern;

export default {
  'glue_start_job_run.readme': (stack) =>
    new tasks.GlueStartJobRun(stack, 'Task', {
      glueJobName: 'my-glue-job',
      arguments: sfn.TaskInput.fromObject({ key: 'value' }),
      taskTimeout: sfn.Timeout.duration(Duration.minutes(30)),
      notifyDelayAfter: Duration.minutes(5),
    }),

  'glue_start_job_run.readme_workers': (stack) =>
    new tasks.GlueStartJobRun(stack, 'Task', {
      glueJobName: 'my-glue-job',
      workerConfiguration: { workerTypeV2: tasks.WorkerTypeV2.G_1X, numberOfWorkers: 2 },
    }),

  'glue_start_job_run.readme_execution_class': (stack) =>
    new tasks.GlueStartJobRun(stack, 'Task', {
      glueJobName: 'my-glue-job',
      executionClass: tasks.ExecutionClass.FLEX,
    }),

  'glue_start_job_run.run_job': (stack) =>
    new tasks.GlueStartJobRun(stack, 'Run', {
      integrationPattern: RUN_JOB,
      glueJobName: 'my-glue-job',
      arguments: sfn.TaskInput.fromJsonPathAt('$.arguments'),
      securityConfiguration: 'strict',
    }),

  'glue_start_job_run.jsonata': (stack) =>
    tasks.GlueStartJobRun.jsonata(stack, 'Run', {
      integrationPattern: RUN_JOB,
      glueJobName: 'my-glue-job',
      arguments: sfn.TaskInput.fromObject({ '--day': '{% $states.input.day %}' }),
    }),

  'glue_start_crawler_run.readme': (stack) => {
    const crawler = new glue.CfnCrawler(stack, 'MyCrawler', { role: 'crawler', targets: {} });
    return new tasks.GlueStartCrawlerRun(stack, 'Task1', { crawlerName: crawler.ref }).next(
      new tasks.GlueStartCrawlerRun(stack, 'Task2', { crawlerName: 'my-crawler-job' }),
    );
  },

  'glue_data_brew_start_job_run.readme': (stack) =>
    new tasks.GlueDataBrewStartJobRun(stack, 'Task', { name: 'databrew-job' }),

  'glue_data_brew_start_job_run.run_job': (stack) =>
    new tasks.GlueDataBrewStartJobRun(stack, 'Run', {
      integrationPattern: RUN_JOB,
      name: sfn.JsonPath.stringAt('$.job'),
    }),

  'glue_start_crawler_run.jsonata': (stack) =>
    tasks.GlueStartCrawlerRun.jsonata(stack, 'Crawl', { crawlerName: '{% $states.input.crawler %}' }),

  'glue_data_brew_start_job_run.jsonata': (stack) =>
    tasks.GlueDataBrewStartJobRun.jsonata(stack, 'Run', {
      integrationPattern: RUN_JOB,
      name: '{% $states.input.job %}',
    }),
};
