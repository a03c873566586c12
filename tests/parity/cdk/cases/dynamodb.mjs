import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const { DynamoAttributeValue: value, DynamoConsumedCapacity, DynamoItemCollectionMetrics, DynamoReturnValues } = tasks;
const at = sfn.JsonPath.stringAt;

const table = (stack) =>
  new dynamodb.Table(stack, 'MyTable', { partitionKey: { name: 'MessageId', type: dynamodb.AttributeType.STRING } });

const reported = {
  conditionExpression: 'attribute_exists(#id) AND TotalCount < :most',
  expressionAttributeNames: { '#id': 'MessageId' },
  expressionAttributeValues: { ':most': value.fromNumber(20) },
  returnConsumedCapacity: DynamoConsumedCapacity.TOTAL,
  returnItemCollectionMetrics: DynamoItemCollectionMetrics.SIZE,
  returnValues: DynamoReturnValues.ALL_OLD,
};

export default {
  'dynamo_get_item.readme': (stack) =>
    new tasks.DynamoGetItem(stack, 'Get Item', {
      key: { MessageId: value.fromString('message-007') },
      table: table(stack),
    }),

  'dynamo_get_item.every_parameter': (stack) =>
    new tasks.DynamoGetItem(stack, 'Get Item', {
      key: { MessageId: value.fromString(at('$.id')) },
      table: table(stack),
      consistentRead: true,
      expressionAttributeNames: { '#t': 'Text' },
      projectionExpression: [
        new tasks.DynamoProjectionExpression().withAttribute('#t'),
        new tasks.DynamoProjectionExpression().withAttribute('Lines').atIndex(0).withAttribute('Price'),
      ],
      returnConsumedCapacity: DynamoConsumedCapacity.INDEXES,
    }),

  'dynamo_put_item.readme': (stack) =>
    new tasks.DynamoPutItem(stack, 'PutItem', {
      item: {
        MessageId: value.fromString('message-007'),
        Text: value.fromString(at('$.bar')),
        TotalCount: value.fromNumber(10),
      },
      table: table(stack),
    }),

  'dynamo_put_item.every_parameter': (stack) =>
    new tasks.DynamoPutItem(stack, 'PutItem', {
      item: { MessageId: value.fromString(at('$.id')) },
      table: table(stack),
      ...reported,
    }),

  'dynamo_put_item.every_type': (stack) =>
    new tasks.DynamoPutItem(stack, 'PutItem', {
      item: {
        MessageId: value.fromString('message-007'),
        Number: value.numberFromString(at('$.number')),
        Binary: value.fromBinary('AAE='),
        Strings: value.fromStringSet(['a', 'b']),
        Numbers: value.fromNumberSet([1, 2.5]),
        NumbersAsText: value.numberSetFromStrings(['1', '2']),
        Binaries: value.fromBinarySet(['AAE=', 'AQI=']),
        Map: value.fromMap({ inner: value.fromBoolean(true) }),
        MapAt: value.mapFromJsonPath('$.map'),
        List: value.fromList([value.fromNull(true), value.fromString('x')]),
        ListAt: value.listFromJsonPath('$.list'),
        FlagAt: value.booleanFromJsonPath('$.flag'),
      },
      table: table(stack),
    }),

  'dynamo_put_item.jsonata': (stack) =>
    tasks.DynamoPutItem.jsonata(stack, 'PutItem', {
      item: {
        MessageId: value.fromString('{% $states.input.id %}'),
        Map: value.mapFromJsonata('{% $states.input.map %}'),
        List: value.listFromJsonata('{% $states.input.list %}'),
        Flag: value.booleanFromJsonata('{% $states.input.flag %}'),
      },
      table: table(stack),
      outputs: { done: '{% $states.result.SdkHttpMetadata.HttpStatusCode = 200 %}' },
    }),

  'dynamo_delete_item.readme': (stack) =>
    new tasks.DynamoDeleteItem(stack, 'DeleteItem', {
      key: { MessageId: value.fromString('message-007') },
      table: table(stack),
      resultPath: sfn.JsonPath.DISCARD,
    }),

  'dynamo_delete_item.every_parameter': (stack) =>
    new tasks.DynamoDeleteItem(stack, 'DeleteItem', {
      key: { MessageId: value.fromString(at('$.id')) },
      table: table(stack),
      ...reported,
    }),

  'dynamo_update_item.readme': (stack) =>
    new tasks.DynamoUpdateItem(stack, 'UpdateItem', {
      key: { MessageId: value.fromString('message-007') },
      table: table(stack),
      expressionAttributeValues: {
        ':val': value.numberFromString(at('$.Item.TotalCount.N')),
        ':rand': value.fromNumber(20),
      },
      updateExpression: 'SET TotalCount = :val + :rand',
    }),

  'dynamo_update_item.every_parameter': (stack) =>
    new tasks.DynamoUpdateItem(stack, 'UpdateItem', {
      key: { MessageId: value.fromString(at('$.id')) },
      table: table(stack),
      updateExpression: 'SET TotalCount = TotalCount + :most',
      ...reported,
    }),

  'dynamo_get_item.jsonata': (stack) =>
    tasks.DynamoGetItem.jsonata(stack, 'Get Item', {
      key: { MessageId: value.fromString('{% $states.input.id %}') },
      table: table(stack),
      consistentRead: true,
    }),

  'dynamo_delete_item.jsonata': (stack) =>
    tasks.DynamoDeleteItem.jsonata(stack, 'DeleteItem', {
      key: { MessageId: value.fromString('{% $states.input.id %}') },
      table: table(stack),
    }),

  'dynamo_update_item.jsonata': (stack) =>
    tasks.DynamoUpdateItem.jsonata(stack, 'UpdateItem', {
      key: { MessageId: value.fromString('{% $states.input.id %}') },
      table: table(stack),
      updateExpression: 'SET TotalCount = :val',
      expressionAttributeValues: { ':val': value.numberFromString('{% $string($states.input.total) %}') },
    }),
};
