import { Duration, Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB } = sfn.IntegrationPattern;
const { InstanceClass, InstanceSize, InstanceType } = ec2;
const at = sfn.JsonPath.stringAt;

const role = (stack) =>
  iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/sagemaker', { mutable: false });
const key = (stack, id = 'Key') =>
  kms.Key.fromKeyArn(stack, id, 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555');
const xlarge = InstanceType.of(InstanceClass.M5, InstanceSize.XLARGE);

const training = (stack, props) =>
  new tasks.SageMakerCreateTrainingJob(stack, 'TrainSagemaker', {
    trainingJobName: at('$.JobName'),
    algorithmSpecification: { algorithmName: 'BlazingText', trainingInputMode: tasks.InputMode.FILE },
    inputDataConfig: [
      {
        channelName: 'train',
        dataSource: {
          s3DataSource: {
            s3DataType: tasks.S3DataType.S3_PREFIX,
            s3Location: tasks.S3Location.fromJsonExpression('$.S3Bucket'),
          },
        },
      },
    ],
    outputDataConfig: {
      s3OutputLocation: tasks.S3Location.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'mybucket'), 'myoutputpath'),
    },
    resourceConfig: {
      instanceCount: 1,
      instanceType: new InstanceType(at('$.InstanceType')),
      volumeSize: Size.gibibytes(50),
    },
    stoppingCondition: { maxRuntime: Duration.hours(2) },
    ...props,
  });

const transform = (stack, props) =>
  new tasks.SageMakerCreateTransformJob(stack, 'Batch Inference', {
    transformJobName: 'MyTransformJob',
    modelName: 'MyModelName',
    modelClientOptions: { invocationsMaxRetries: 3, invocationsTimeout: Duration.minutes(5) },
    transformInput: {
      transformDataSource: {
        s3DataSource: { s3Uri: 's3://inputbucket/train', s3DataType: tasks.S3DataType.S3_PREFIX },
      },
    },
    transformOutput: { s3OutputPath: 's3://outputbucket/TransformJobOutputPath' },
    transformResources: { instanceCount: 1, instanceType: InstanceType.of(InstanceClass.M4, InstanceSize.XLARGE) },
    ...props,
  });

const container = (props) =>
  new tasks.ContainerDefinition({
    image: tasks.DockerImage.fromJsonExpression(at('$.Model.imageName')),
    mode: tasks.Mode.SINGLE_MODEL,
    modelS3Location: tasks.S3Location.fromJsonExpression('$.TrainingJob.ModelArtifacts.S3ModelArtifacts'),
    ...props,
  });

export default {
  'sage_maker_create_training_job.readme': (stack) => training(stack, { role: role(stack) }),

  'sage_maker_create_training_job.readme_without_role': (stack) => training(stack, {}),

  'sage_maker_create_training_job.run_job': (stack) =>
    training(stack, { integrationPattern: RUN_JOB, trainingJobName: 'nightly', role: role(stack) }),

  'sage_maker_create_training_job.every_parameter': (stack) =>
    training(stack, {
      trainingJobName: 'nightly',
      role: role(stack),
      algorithmSpecification: {
        metricDefinitions: [{ name: 'loss', regex: 'loss=([0-9.]+)' }],
        trainingImage: tasks.DockerImage.fromEcrRepository(
          ecr.Repository.fromRepositoryName(stack, 'Repository', 'train'),
          'v1',
        ),
        trainingInputMode: tasks.InputMode.PIPE,
      },
      enableNetworkIsolation: true,
      environment: { STAGE: 'test' },
      hyperparameters: { epochs: '10' },
      inputDataConfig: [
        {
          channelName: 'train',
          compressionType: tasks.CompressionType.GZIP,
          contentType: 'text/csv',
          inputMode: tasks.InputMode.FAST_FILE,
          recordWrapperType: tasks.RecordWrapperType.RECORD_IO,
          shuffleConfig: { seed: 7 },
          dataSource: {
            s3DataSource: {
              attributeNames: ['label'],
              s3DataDistributionType: tasks.S3DataDistributionType.SHARDED_BY_S3_KEY,
              s3DataType: tasks.S3DataType.AUGMENTED_MANIFEST_FILE,
              s3Location: tasks.S3Location.fromJsonExpression('$.train'),
            },
          },
        },
      ],
      outputDataConfig: { s3OutputLocation: tasks.S3Location.fromJsonExpression('$.output'), encryptionKey: key(stack) },
      resourceConfig: {
        instanceCount: 2,
        instanceType: InstanceType.of(InstanceClass.P3, InstanceSize.XLARGE2),
        volumeSize: Size.gibibytes(50),
        volumeEncryptionKey: key(stack, 'Volume'),
      },
      tags: { team: 'models' },
    }),

  'sage_maker_create_training_job.in_vpc': (stack) =>
    training(stack, {
      trainingJobName: 'nightly',
      role: role(stack),
      vpcConfig: {
        vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
          vpcId: 'vpc-1',
          availabilityZones: ['eu-west-1a'],
          privateSubnetIds: ['subnet-1'],
      privateSubnetRouteTableIds: ['rtb-1'],
        }),
      },
    }),

  'sage_maker_create_transform_job.readme': (stack) => transform(stack, { role: role(stack) }),

  'sage_maker_create_transform_job.readme_without_role': (stack) => transform(stack, {}),

  'sage_maker_create_transform_job.run_job': (stack) =>
    transform(stack, {
      integrationPattern: RUN_JOB,
      role: role(stack),
      batchStrategy: tasks.BatchStrategy.MULTI_RECORD,
      environment: { STAGE: 'test' },
      maxConcurrentTransforms: 2,
      maxPayload: Size.mebibytes(6),
      tags: { team: 'models' },
      transformInput: {
        compressionType: tasks.CompressionType.GZIP,
        contentType: 'text/csv',
        splitType: tasks.SplitType.LINE,
        transformDataSource: { s3DataSource: { s3Uri: at('$.input') } },
      },
      transformOutput: {
        accept: 'text/csv',
        assembleWith: tasks.AssembleWith.LINE,
        encryptionKey: key(stack),
        s3OutputPath: at('$.output'),
      },
    }),

  'sage_maker_create_endpoint.readme': (stack) =>
    new tasks.SageMakerCreateEndpoint(stack, 'SagemakerEndpoint', {
      endpointName: at('$.EndpointName'),
      endpointConfigName: at('$.EndpointConfigName'),
    }),

  'sage_maker_create_endpoint.every_parameter': (stack) =>
    new tasks.SageMakerCreateEndpoint(stack, 'Create', {
      endpointName: 'orders',
      endpointConfigName: 'orders-v1',
      tags: sfn.TaskInput.fromObject([{ Key: 'team', Value: 'models' }]),
    }),

  'sage_maker_create_endpoint_config.readme': (stack) =>
    new tasks.SageMakerCreateEndpointConfig(stack, 'SagemakerEndpointConfig', {
      endpointConfigName: 'MyEndpointConfig',
      productionVariants: [
        { initialInstanceCount: 2, instanceType: xlarge, modelName: 'MyModel', variantName: 'awesome-variant' },
      ],
    }),

  'sage_maker_create_endpoint_config.every_parameter': (stack) =>
    new tasks.SageMakerCreateEndpointConfig(stack, 'Create', {
      endpointConfigName: 'orders-v1',
      kmsKey: key(stack),
      tags: sfn.TaskInput.fromObject([{ Key: 'team', Value: 'models' }]),
      productionVariants: [
        {
          acceleratorType: tasks.AcceleratorType.of(tasks.AcceleratorClass.EIA2, InstanceSize.MEDIUM),
          initialInstanceCount: 1,
          initialVariantWeight: 0.5,
          instanceType: xlarge,
          modelName: at('$.model'),
          variantName: 'a',
        },
      ],
    }),

  'sage_maker_create_model.readme': (stack) =>
    new tasks.SageMakerCreateModel(stack, 'Sagemaker', {
      modelName: 'MyModel',
      role: role(stack),
      primaryContainer: container(),
    }),

  'sage_maker_create_model.readme_without_role': (stack) =>
    new tasks.SageMakerCreateModel(stack, 'Sagemaker', { modelName: 'MyModel', primaryContainer: container() }),

  'sage_maker_create_model.every_parameter': (stack) =>
    new tasks.SageMakerCreateModel(stack, 'Create', {
      modelName: 'orders',
      role: role(stack),
      enableNetworkIsolation: true,
      primaryContainer: container({
        containerHostName: 'first',
        environmentVariables: sfn.TaskInput.fromObject({ STAGE: 'test' }),
        modelPackageName: 'package',
      }),
      tags: sfn.TaskInput.fromObject([{ Key: 'team', Value: 'models' }]),
    }),

  'sage_maker_update_endpoint.readme': (stack) =>
    new tasks.SageMakerUpdateEndpoint(stack, 'SagemakerEndpoint', {
      endpointName: at('$.Endpoint.Name'),
      endpointConfigName: at('$.Endpoint.EndpointConfig'),
    }),

  'sage_maker_update_endpoint.named': (stack) =>
    new tasks.SageMakerUpdateEndpoint(stack, 'Update', { endpointName: 'orders', endpointConfigName: 'orders-v2' }),

  'sage_maker_create_training_job.jsonata': (stack) =>
    tasks.SageMakerCreateTrainingJob.jsonata(stack, 'Train', {
      trainingJobName: 'nightly',
      role: role(stack),
      algorithmSpecification: { algorithmName: 'BlazingText', trainingInputMode: tasks.InputMode.FILE },
      environment: { STAGE: '{% $states.input.stage %}' },
      outputDataConfig: { s3OutputLocation: tasks.S3Location.fromJsonExpression('{% $states.input.output %}') },
    }),

  'sage_maker_create_transform_job.jsonata': (stack) =>
    tasks.SageMakerCreateTransformJob.jsonata(stack, 'Transform', {
      transformJobName: 'MyTransformJob',
      modelName: '{% $states.input.model %}',
      role: role(stack),
      transformInput: {
        transformDataSource: {
          s3DataSource: { s3Uri: '{% $states.input.data %}', s3DataType: tasks.S3DataType.S3_PREFIX },
        },
      },
      transformOutput: { s3OutputPath: 's3://outputbucket/results' },
    }),

  'sage_maker_create_endpoint.jsonata': (stack) =>
    tasks.SageMakerCreateEndpoint.jsonata(stack, 'Create', {
      endpointName: '{% $states.input.endpoint %}',
      endpointConfigName: '{% $states.input.config %}',
    }),

  'sage_maker_create_endpoint_config.jsonata': (stack) =>
    tasks.SageMakerCreateEndpointConfig.jsonata(stack, 'Create', {
      endpointConfigName: '{% $states.input.config %}',
      productionVariants: [
        { initialInstanceCount: 1, instanceType: xlarge, modelName: '{% $states.input.model %}', variantName: 'a' },
      ],
    }),

  'sage_maker_create_model.jsonata': (stack) =>
    tasks.SageMakerCreateModel.jsonata(stack, 'Create', {
      modelName: 'orders',
      role: role(stack),
      primaryContainer: new tasks.ContainerDefinition({
        image: tasks.DockerImage.fromJsonExpression('{% $states.input.image %}'),
        mode: tasks.Mode.SINGLE_MODEL,
        modelS3Location: tasks.S3Location.fromJsonExpression('{% $states.input.artifacts %}'),
      }),
    }),

  'sage_maker_update_endpoint.jsonata': (stack) =>
    tasks.SageMakerUpdateEndpoint.jsonata(stack, 'Update', {
      endpointName: '{% $states.input.endpoint %}',
      endpointConfigName: '{% $states.input.config %}',
    }),
};
