import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { RUN_JOB } = sfn.IntegrationPattern;
const Role = 'arn:aws:iam::123456789012:role/MediaConvertRole';

const outputs = [
  {
    ContainerSettings: { Container: 'MP4' },
    VideoDescription: {
      CodecSettings: {
        Codec: 'H_264',
        H264Settings: { MaxBitrate: 1000, RateControlMode: 'QVBR', SceneChangeDetect: 'TRANSITION_DETECTION' },
      },
    },
    AudioDescriptions: [
      {
        CodecSettings: {
          Codec: 'AAC',
          AacSettings: { Bitrate: 96000, CodingMode: 'CODING_MODE_2_0', SampleRate: 48000 },
        },
      },
    ],
  },
];

export default {
  'media_convert_create_job.readme': (stack) =>
    new tasks.MediaConvertCreateJob(stack, 'CreateJob', {
      createJobRequest: {
        Role,
        Settings: {
          OutputGroups: [
            {
              Outputs: outputs,
              OutputGroupSettings: {
                Type: 'FILE_GROUP_SETTINGS',
                FileGroupSettings: { Destination: 's3://EXAMPLE-DESTINATION-BUCKET/' },
              },
            },
          ],
          Inputs: [
            {
              AudioSelectors: { 'Audio Selector 1': { DefaultSelection: 'DEFAULT' } },
              FileInput: 's3://EXAMPLE-SOURCE-BUCKET/EXAMPLE-SOURCE_FILE',
            },
          ],
        },
      },
      integrationPattern: RUN_JOB,
    }),

  'media_convert_create_job.request_response': (stack) =>
    new tasks.MediaConvertCreateJob(stack, 'Create', {
      createJobRequest: {
        Role,
        Priority: 5,
        UserMetadata: { Film: sfn.JsonPath.stringAt('$.film') },
        Settings: {
          Inputs: [{ FileInput: sfn.JsonPath.stringAt('$.file') }],
          OutputGroups: [{ Outputs: outputs, OutputGroupSettings: { Type: 'FILE_GROUP_SETTINGS' } }],
        },
      },
    }),

  'media_convert_create_job.jsonata': (stack) =>
    tasks.MediaConvertCreateJob.jsonata(stack, 'Create', {
      createJobRequest: { Role, Settings: '{% $states.input.settings %}' },
    }),
};
