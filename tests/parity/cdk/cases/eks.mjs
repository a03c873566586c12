import * as eks from 'aws-cdk-lib/aws-eks';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { HttpMethods } = tasks;

// A cluster of the CDK's own brings a dozen functions of the CDK's along; one that exists renders the same state.
const cluster = (stack) =>
  eks.Cluster.fromClusterAttributes(stack, 'Cluster', {
    clusterName: 'myEksCluster',
    clusterEndpoint: 'https://eks.example.com',
    clusterCertificateAuthorityData: 'Q0EtREFUQQ==',
  });

export default {
  'eks_call.readme': (stack) =>
    new tasks.EksCall(stack, 'Call a EKS Endpoint', {
      cluster: cluster(stack),
      httpMethod: HttpMethods.GET,
      httpPath: '/api/v1/namespaces/default/pods',
    }),

  'eks_call.every_parameter': (stack) =>
    new tasks.EksCall(stack, 'Call', {
      cluster: cluster(stack),
      httpMethod: HttpMethods.POST,
      httpPath: '/apis/batch/v1/namespaces/default/jobs',
      queryParameters: { pretty: ['true'] },
      requestBody: sfn.TaskInput.fromObject({ kind: 'Job', name: sfn.JsonPath.stringAt('$.name') }),
    }),

  'eks_call.jsonata': (stack) =>
    tasks.EksCall.jsonata(stack, 'Call', {
      cluster: cluster(stack),
      httpMethod: HttpMethods.POST,
      httpPath: '{% $states.input.path %}',
    }),
};
