import { SecretValue } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const connection = (stack) =>
  new events.Connection(stack, 'Connection', {
    authorization: events.Authorization.basic('username', SecretValue.unsafePlainText('password')),
  });

export default {
  'http_invoke.readme': (stack) =>
    new tasks.HttpInvoke(stack, 'Invoke HTTP API', {
      apiRoot: 'https://api.example.com',
      apiEndpoint: sfn.TaskInput.fromText('https://api.example.com/path/to/resource'),
      body: sfn.TaskInput.fromObject({ foo: 'bar' }),
      connection: connection(stack),
      headers: sfn.TaskInput.fromObject({ 'Content-Type': 'application/json' }),
      method: sfn.TaskInput.fromText('POST'),
      queryStringParameters: sfn.TaskInput.fromObject({ id: '123' }),
      urlEncodingFormat: tasks.URLEncodingFormat.BRACKETS,
    }),

  'http_invoke.least': (stack) =>
    new tasks.HttpInvoke(stack, 'Get', {
      apiRoot: 'https://api.example.com',
      apiEndpoint: sfn.TaskInput.fromText('path/to/resource'),
      connection: connection(stack),
      method: sfn.TaskInput.fromText('GET'),
    }),

  'http_invoke.jsonata': (stack) =>
    tasks.HttpInvoke.jsonata(stack, 'Get', {
      apiRoot: 'https://api.example.com',
      apiEndpoint: sfn.TaskInput.fromText('path/to/resource'),
      connection: connection(stack),
      method: sfn.TaskInput.fromText('GET'),
      queryStringParameters: sfn.TaskInput.fromObject({ id: '{% $states.input.id %}' }),
    }),
};
