import * as eks from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { REQUEST_RESPONSE, RUN_JOB } = sfn.IntegrationPattern;
const { EksClusterInput, ReleaseLabel, VirtualClusterInput } = tasks;

const ENTRY = sfn.TaskInput.fromText('local:///usr/lib/spark/examples/src/main/python/pi.py');
const SPARK =
  '--conf spark.executor.instances=2 --conf spark.executor.memory=2G --conf spark.executor.cores=2 --conf spark.driver.cores=1';
const job = (stack, props) =>
  new tasks.EmrContainersStartJobRun(stack, 'EMR Containers Start Job Run', {
    virtualCluster: VirtualClusterInput.fromVirtualClusterId('de92jdei2910fwedz'),
    releaseLabel: ReleaseLabel.EMR_6_2_0,
    jobDriver: { sparkSubmitJobDriver: { entryPoint: ENTRY, sparkSubmitParameters: SPARK } },
    ...props,
  });
const roleByArn = (stack) => iam.Role.fromRoleArn(stack, 'JobRole', 'arn:aws:iam::123456789012:role/JobExecutionRole');

export default {
  'emr_containers_create_virtual_cluster.readme': (stack) =>
    new tasks.EmrContainersCreateVirtualCluster(stack, 'Create a Virtual Cluster', {
      eksCluster: EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('clusterId')),
    }),

  'emr_containers_create_virtual_cluster.readme_cluster': (stack) => {
    const eksCluster = eks.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'myEksCluster' });
    return new tasks.EmrContainersCreateVirtualCluster(stack, 'Create a Virtual Cluster', {
      eksCluster: EksClusterInput.fromCluster(eksCluster),
    });
  },

  'emr_containers_create_virtual_cluster.readme_namespace': (stack) =>
    new tasks.EmrContainersCreateVirtualCluster(stack, 'Create a Virtual Cluster', {
      eksCluster: EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('clusterId')),
      eksNamespace: 'specified-namespace',
    }),

  'emr_containers_create_virtual_cluster.every_parameter': (stack) =>
    new tasks.EmrContainersCreateVirtualCluster(stack, 'Create', {
      eksCluster: EksClusterInput.fromTaskInput(sfn.TaskInput.fromJsonPathAt('$.cluster')),
      eksNamespace: 'jobs',
      virtualClusterName: sfn.JsonPath.stringAt('$.name'),
      tags: { team: 'data' },
    }),

  'emr_containers_delete_virtual_cluster.readme': (stack) =>
    new tasks.EmrContainersDeleteVirtualCluster(stack, 'Delete a Virtual Cluster', {
      virtualClusterId: sfn.TaskInput.fromJsonPathAt('$.virtualCluster'),
    }),

  'emr_containers_delete_virtual_cluster.run_job': (stack) =>
    new tasks.EmrContainersDeleteVirtualCluster(stack, 'Delete', {
      integrationPattern: RUN_JOB,
      virtualClusterId: sfn.TaskInput.fromText('de92jdei2910fwedz'),
    }),

  'emr_containers_start_job_run.readme': (stack) => job(stack, { executionRole: roleByArn(stack) }),

  'emr_containers_start_job_run.readme_configuration': (stack) =>
    job(stack, {
      executionRole: roleByArn(stack),
      jobName: 'EMR-Containers-Job',
      jobDriver: { sparkSubmitJobDriver: { entryPoint: ENTRY } },
      applicationConfig: [
        {
          classification: tasks.Classification.SPARK_DEFAULTS,
          properties: { 'spark.executor.instances': '1', 'spark.executor.memory': '512M' },
        },
      ],
    }),

  'emr_containers_start_job_run.readme_logging': (stack) =>
    job(stack, { executionRole: roleByArn(stack), monitoring: { logging: true } }),

  'emr_containers_start_job_run.readme_monitoring': (stack) =>
    job(stack, {
      executionRole: roleByArn(stack),
      monitoring: { logGroup: new logs.LogGroup(stack, 'LogGroup'), logBucket: new s3.Bucket(stack, 'Bucket') },
    }),

  'emr_containers_start_job_run.readme_role': (stack) =>
    job(stack, {
      virtualCluster: VirtualClusterInput.fromTaskInput(sfn.TaskInput.fromJsonPathAt('$.VirtualClusterId')),
      jobName: 'EMR-Containers-Job',
      executionRole: roleByArn(stack),
    }),

  'emr_containers_start_job_run.readme_without_role': (stack) => job(stack, {}),

  'emr_containers_start_job_run.every_parameter': (stack) =>
    job(stack, {
      integrationPattern: REQUEST_RESPONSE,
      executionRole: roleByArn(stack),
      jobName: 'job',
      jobDriver: {
        sparkSubmitJobDriver: {
          entryPoint: sfn.TaskInput.fromJsonPathAt('$.entry'),
          entryPointArguments: sfn.TaskInput.fromObject(['--day', 'monday']),
          sparkSubmitParameters: SPARK,
        },
      },
      applicationConfig: [
        {
          classification: tasks.Classification.SPARK,
          nestedConfig: [{ classification: tasks.Classification.SPARK_ENV, properties: { a: 'b' } }],
        },
      ],
      monitoring: {
        logGroup: logs.LogGroup.fromLogGroupName(stack, 'LogGroup', 'jobs'),
        logStreamNamePrefix: 'spark',
        logBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'job-logs'),
        persistentAppUI: false,
      },
      tags: { team: 'data' },
    }),

  'emr_containers_create_virtual_cluster.jsonata': (stack) =>
    tasks.EmrContainersCreateVirtualCluster.jsonata(stack, 'Create', {
      eksCluster: EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('{% $states.input.cluster %}')),
      virtualClusterName: '{% $states.input.name %}',
    }),

  'emr_containers_delete_virtual_cluster.jsonata': (stack) =>
    tasks.EmrContainersDeleteVirtualCluster.jsonata(stack, 'Delete', {
      integrationPattern: RUN_JOB,
      virtualClusterId: sfn.TaskInput.fromText('{% $states.input.id %}'),
    }),

  'emr_containers_start_job_run.jsonata': (stack) =>
    tasks.EmrContainersStartJobRun.jsonata(stack, 'EMR Containers Start Job Run', {
      virtualCluster: VirtualClusterInput.fromVirtualClusterId('de92jdei2910fwedz'),
      releaseLabel: ReleaseLabel.EMR_6_2_0,
      executionRole: roleByArn(stack),
      jobDriver: { sparkSubmitJobDriver: { entryPoint: sfn.TaskInput.fromText('{% $states.input.entry %}') } },
    }),
};
