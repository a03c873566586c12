import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { WAIT_FOR_TASK_TOKEN } = sfn.IntegrationPattern;
const { AuthType, HttpMethod } = tasks;

function restApi(stack, id) {
  const api = new apigateway.RestApi(stack, id);
  api.root.addMethod('ANY');
  return api;
}

export default {
  'call_api_gateway_rest_api_endpoint.readme': (stack) =>
    new tasks.CallApiGatewayRestApiEndpoint(stack, 'Call REST API', {
      api: restApi(stack, 'MyRestApi'),
      stageName: 'prod',
      method: HttpMethod.GET,
    }),

  'call_api_gateway_rest_api_endpoint.readme_callback': (stack) =>
    new tasks.CallApiGatewayRestApiEndpoint(stack, 'Endpoint', {
      api: restApi(stack, 'Api'),
      stageName: 'Stage',
      method: HttpMethod.PUT,
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      headers: sfn.TaskInput.fromObject({ TaskToken: sfn.JsonPath.array(sfn.JsonPath.taskToken) }),
    }),

  'call_api_gateway_rest_api_endpoint.every_parameter': (stack) =>
    new tasks.CallApiGatewayRestApiEndpoint(stack, 'Call', {
      api: restApi(stack, 'Api'),
      stageName: 'prod',
      method: HttpMethod.POST,
      apiPath: '/orders',
      authType: AuthType.IAM_ROLE,
      headers: sfn.TaskInput.fromObject({ 'X-Trace': ['a'] }),
      queryParameters: sfn.TaskInput.fromObject({ dryRun: ['true'] }),
      requestBody: sfn.TaskInput.fromObject({ id: sfn.JsonPath.stringAt('$.id') }),
    }),

  'call_api_gateway_rest_api_endpoint.resource_policy': (stack) =>
    new tasks.CallApiGatewayRestApiEndpoint(stack, 'Call', {
      api: restApi(stack, 'Api'),
      stageName: 'prod',
      method: HttpMethod.DELETE,
      authType: AuthType.RESOURCE_POLICY,
    }),

  'call_api_gateway_rest_api_endpoint.jsonata': (stack) =>
    tasks.CallApiGatewayRestApiEndpoint.jsonata(stack, 'Call', {
      api: restApi(stack, 'Api'),
      stageName: 'prod',
      method: HttpMethod.POST,
      apiPath: '/orders',
      authType: AuthType.IAM_ROLE,
      requestBody: sfn.TaskInput.fromObject({ id: '{% $states.input.id %}' }),
    }),

  'call_api_gateway_http_api_endpoint.readme': (stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'MyHttpApi');
    return new tasks.CallApiGatewayHttpApiEndpoint(stack, 'Call HTTP API', {
      apiId: api.apiId,
      apiStack: Stack.of(api),
      method: HttpMethod.GET,
    });
  },

  'call_api_gateway_http_api_endpoint.every_parameter': (stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    return new tasks.CallApiGatewayHttpApiEndpoint(stack, 'Call', {
      apiId: api.apiId,
      apiStack: stack,
      stageName: 'prod',
      method: HttpMethod.PATCH,
      apiPath: '/orders',
      authType: AuthType.IAM_ROLE,
      headers: sfn.TaskInput.fromObject({ 'X-Trace': ['a'] }),
      queryParameters: sfn.TaskInput.fromObject({ dryRun: ['true'] }),
      requestBody: sfn.TaskInput.fromJsonPathAt('$.order'),
    });
  },

  'call_api_gateway_http_api_endpoint.wait_for_task_token': (stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    return new tasks.CallApiGatewayHttpApiEndpoint(stack, 'Call', {
      integrationPattern: WAIT_FOR_TASK_TOKEN,
      apiId: api.apiId,
      apiStack: stack,
      method: HttpMethod.POST,
      authType: AuthType.IAM_ROLE,
      headers: sfn.TaskInput.fromObject({ TaskToken: sfn.JsonPath.array(sfn.JsonPath.taskToken) }),
    });
  },

  'call_api_gateway_http_api_endpoint.jsonata': (stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    return tasks.CallApiGatewayHttpApiEndpoint.jsonata(stack, 'Call', {
      apiId: api.apiId,
      apiStack: stack,
      stageName: 'prod',
      method: HttpMethod.POST,
      apiPath: '/orders',
      authType: AuthType.IAM_ROLE,
      requestBody: sfn.TaskInput.fromObject({ id: '{% $states.input.id %}' }),
    });
  },
};
