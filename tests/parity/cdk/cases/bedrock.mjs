import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { AMAZON_TITAN_TEXT_G1_EXPRESS_V1 } = bedrock.FoundationModelIdentifier;
const titan = (stack) => bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', AMAZON_TITAN_TEXT_G1_EXPRESS_V1);
const body = () =>
  sfn.TaskInput.fromObject({
    inputText: 'Generate a list of five first names.',
    textGenerationConfig: { maxTokenCount: 100, temperature: 1 },
  });
const resultSelector = { names: sfn.JsonPath.stringAt('$.Body.results[0].outputText') };

export default {
  'bedrock_invoke_model.readme': (stack) =>
    new tasks.BedrockInvokeModel(stack, 'Prompt Model', { model: titan(stack), body: body(), resultSelector }),

  'bedrock_invoke_model.readme_input_path': {
    classes: ['BedrockInvokeModel'],
    build: (stack) =>
      new tasks.BedrockInvokeModel(stack, 'Prompt Model', {
        model: titan(stack),
        inputPath: sfn.JsonPath.stringAt('$.prompt'),
        outputPath: sfn.JsonPath.stringAt('$.prompt'),
      }),
  },

  'bedrock_invoke_model.readme_guardrail': {
    classes: ['BedrockInvokeModel'],
    build: (stack) =>
      new tasks.BedrockInvokeModel(stack, 'Prompt Model with guardrail', {
        model: titan(stack),
        body: body(),
        guardrail: tasks.Guardrail.enable('guardrailId', 1),
        resultSelector,
      }),
  },

  'bedrock_invoke_model.guardrail': (stack) =>
    new tasks.BedrockInvokeModel(stack, 'Prompt Model with guardrail', {
      model: titan(stack),
      body: body(),
      guardrail: tasks.Guardrail.enable('guardrailid', 1),
      traceEnabled: true,
      resultSelector,
    }),

  'bedrock_invoke_model.objects_in_s3': (stack) =>
    new tasks.BedrockInvokeModel(stack, 'Prompt', {
      model: titan(stack),
      accept: 'application/json',
      contentType: 'application/json',
      input: { s3Location: { bucketName: 'prompts', objectKey: 'in.json' } },
      output: { s3Location: { bucketName: 'answers', objectKey: 'out.json' } },
    }),

  'bedrock_invoke_model.objects_at_run_time': (stack) =>
    new tasks.BedrockInvokeModel(stack, 'Prompt', {
      model: titan(stack),
      input: { s3InputUri: sfn.JsonPath.stringAt('$.prompt') },
      output: { s3OutputUri: sfn.JsonPath.stringAt('$.answer') },
    }),

  'bedrock_invoke_model.provisioned_model': (stack) =>
    new tasks.BedrockInvokeModel(stack, 'Prompt', {
      model: bedrock.ProvisionedModel.fromProvisionedModelArn(
        stack,
        'Model',
        'arn:aws:bedrock:eu-west-1:123456789012:provisioned-model/abc123',
      ),
      body: sfn.TaskInput.fromJsonPathAt('$.body'),
    }),

  'bedrock_invoke_model.jsonata': (stack) =>
    tasks.BedrockInvokeModel.jsonata(stack, 'Prompt', {
      model: titan(stack),
      body: sfn.TaskInput.fromObject({ inputText: '{% $states.input.prompt %}' }),
      outputs: '{% $states.result.Body %}',
    }),

  'bedrock_create_model_customization_job.least': (stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    return new tasks.BedrockCreateModelCustomizationJob(stack, 'Customize', {
      baseModel: titan(stack),
      customModelName: 'model',
      jobName: 'job',
      outputData: { bucket, path: 'output-data/' },
      trainingData: { bucket, path: 'training-data/data.json' },
      validationData: [{ bucket, path: 'validation-data/data.json' }],
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock.amazonaws.com') }),
    });
  },

  'bedrock_create_model_customization_job.every_parameter': (stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    return new tasks.BedrockCreateModelCustomizationJob(stack, 'Customize', {
      baseModel: titan(stack),
      clientRequestToken: 'token',
      customizationType: tasks.CustomizationType.FINE_TUNING,
      customModelKmsKey: new kms.Key(stack, 'Key'),
      customModelName: 'model',
      customModelTags: [{ key: 'team', value: 'models' }],
      hyperParameters: { batchSize: '10' },
      jobName: 'job',
      jobTags: [{ key: 'team', value: 'models' }],
      outputData: { bucket, path: 'output-data/' },
      trainingData: { bucket, path: 'training-data/data.json' },
      validationData: [{ bucket, path: 'validation-data/data.json' }],
      vpcConfig: {
        securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
        subnets: [ec2.Subnet.fromSubnetAttributes(stack, 'Subnet', { subnetId: 'subnet-1', routeTableId: 'rtb-1' })],
      },
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('bedrock.amazonaws.com') }),
    });
  },
};
