import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { jsonCodec } from './json-codec.ts';
import { createModels } from './models.ts';
import type { WireOperation, WireRequest } from './wire.ts';

const models = createModels(new URL('../../generated/models/', import.meta.url));

function operation(service: string, name: string): WireOperation {
  const model = models.load(service);
  return { service: model, model: model.operations[name] as WireOperation['model'] };
}

function decode(service: string, name: string, body: string | Buffer): Record<string, unknown> {
  const request: WireRequest = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(body as Buffer) };
  return jsonCodec.decode(operation(service, name), request);
}

function errorOf(service: string, name: string, body: string | Buffer): AwsError {
  try {
    decode(service, name, body);
  } catch (error) {
    return error as AwsError;
  }
  throw new Error('decoded without an error');
}

function encodeError(service: string, error: AwsError) {
  const { status, headers, body } = jsonCodec.encodeError(models.load(service), error, 'rid');
  return { status, query: headers['x-amzn-query-error'], body: JSON.parse(body as string) as unknown };
}

describe('awsJson requests', () => {
  test('become members, without nulls and what the model does not have', () => {
    const body = '{"QueueUrl":"u","MessageBody":"b","DelaySeconds":null,"Other":1}';
    expect(decode('sqs', 'SendMessage', body)).toEqual({ QueueUrl: 'u', MessageBody: 'b' });
  });

  test('may be empty', () => {
    expect(decode('sqs', 'ListQueues', '')).toEqual({});
  });

  test('have blobs in base64 and timestamps in any form', () => {
    const body = '{"StreamName":"s","Data":"aGk=","PartitionKey":"k"}';
    expect(decode('kinesis', 'PutRecord', body)['Data']).toEqual(Buffer.from('hi'));
    for (const time of ['1700000000.5', '"2023-11-14T22:13:20.500Z"', '"1700000000.5"']) {
      const input = decode('kinesis', 'GetShardIterator', `{"Timestamp":${time}}`);
      expect(input['Timestamp']).toEqual(new Date(1_700_000_000_500));
    }
  });

  test.each([
    ['{"QueueUrl":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"QueueUrl":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"QueueUrl":{}}', 'Start of structure or map found where not expected'],
    ['{"QueueUrl":[]}', 'Unrecognized collection type class java.lang.String'],
    ['{"DelaySeconds":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"DelaySeconds":1e999}', 'DECIMAL_VALUE can not be converted to an Integer'],
    ['{"DelaySeconds":2147483648}', 'Numeric value (2147483648) out of range of int'],
    ['{"MessageAttributes":"a"}', 'Unexpected value type in payload'],
    ['{"MessageAttributes":[]}', 'Start of list found where not expected'],
    ['{"MessageAttributes":{"a":{"BinaryValue":"%%"}}}', 'Invalid base64 encoding of a blob'],
    ['{"MessageAttributes":{"a":{"StringListValues":{}}}}', 'Start of structure or map found where not expected'],
    ['[]', 'Start of list found where not expected'],
    ['null', 'Unexpected value type in payload'],
    ['{"QueueUrl":', 'The request body is not valid JSON'],
  ])('%s is refused', (body, message) => {
    expect(errorOf('sqs', 'SendMessage', body)).toMatchObject({ code: 'SerializationException', message });
  });

  test('are UTF-8, in which a replacement character is one like any other', () => {
    expect(decode('sqs', 'SendMessage', '{"MessageBody":"\ufffd"}')).toEqual({ MessageBody: '\ufffd' });
    const error = errorOf('sqs', 'SendMessage', Buffer.from('{"MessageBody":"\xff"}', 'latin1'));
    expect(error).toMatchObject({ code: 'SerializationException', message: 'The request body is not valid UTF-8' });
  });

  test('have numbers as large as their types', () => {
    const input = decode('sqs', 'SendMessage', '{"DelaySeconds":-2147483648}');
    expect(input['DelaySeconds']).toBe(-2_147_483_648);
  });

  test('with two members of a union are refused', () => {
    const both = '{"FilterStatement":{"Not":{"Not":{}},"And":[]}}';
    expect(errorOf('acm', 'SearchCertificates', both).message).toBe(
      'Only one member of the union CertificateFilterStatement may be set',
    );
  });

  test('nested beyond reason are refused, not a crash', () => {
    const item = `${'{"L":['.repeat(20_000)}{"S":"x"}${']}'.repeat(20_000)}`;
    const error = errorOf('dynamodb', 'PutItem', `{"TableName":"tab","Item":{"a":${item}}}`);
    expect(error).toMatchObject({ code: 'SerializationException' });
  });

  test('cannot reach prototypes', () => {
    const body = '{"__proto__":{"QueueUrl":"evil"},"MessageAttributes":{"__proto__":{"DataType":"String"}}}';
    const input = decode('sqs', 'SendMessage', body);
    expect(input['QueueUrl']).toBeUndefined();
    const attributes = input['MessageAttributes'] as object;
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
    expect(Object.keys(attributes)).toEqual(['__proto__']);
  });
});

describe('awsJson answers', () => {
  test('have the modelled members only', () => {
    const output = { MessageId: 'm', MD5OfMessageBody: undefined, Secret: 1 };
    const { status, headers, body } = jsonCodec.encode(operation('sqs', 'SendMessage'), output, 'rid');
    expect({ status, body }).toEqual({ status: 200, body: '{"MessageId":"m"}' });
    expect(headers).toEqual({ 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'rid' });
  });

  test('write times in seconds, with a fraction where there is one', () => {
    const Data = Buffer.from('hi');
    const output = {
      Records: [
        { ApproximateArrivalTimestamp: new Date(1_700_000_000_000), Data },
        { ApproximateArrivalTimestamp: new Date(1_700_000_000_250), Data },
      ],
    };
    const { body } = jsonCodec.encode(operation('kinesis', 'GetRecords'), output, 'rid');
    expect(body).toContain('"ApproximateArrivalTimestamp":1700000000,"Data":"aGk="');
    expect(body).toContain('"ApproximateArrivalTimestamp":1700000000.25,');
  });

  test('write numbers that JSON lacks as strings', () => {
    const datapoints = { Datapoints: [{ Sum: Number.NaN, Maximum: Number.POSITIVE_INFINITY, Average: 1.5 }] };
    const { body } = jsonCodec.encode(operation('cloudwatch', 'GetMetricStatistics'), datapoints, 'rid');
    expect(body).toBe('{"Datapoints":[{"Average":1.5,"Sum":"NaN","Maximum":"Infinity"}]}');
  });
});

describe('awsJson errors', () => {
  test('name the shape, and query-compatible services its old code too', () => {
    expect(encodeError('sqs', new AwsError('QueueDoesNotExist', 'gone'))).toEqual({
      status: 400,
      query: 'AWS.SimpleQueueService.NonExistentQueue;Sender',
      body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'gone' },
    });
    expect(encodeError('sqs', new AwsError('MissingParameter', 'The request must contain'))).toMatchObject({
      query: 'MissingParameter;Sender',
      body: { __type: 'com.amazon.coral.service#MissingRequiredParameterException' },
    });
  });

  test('have a message even where the shape has none, and in the shape’s spelling', () => {
    expect(encodeError('codecommit', new AwsError('RepositoryDoesNotExistException', 'none'))).toEqual({
      status: 400,
      query: undefined,
      body: { __type: 'RepositoryDoesNotExistException', message: 'none' },
    });
    expect(encodeError('secretsmanager', new AwsError('ResourceNotFoundException', 'none')).body).toEqual({
      __type: 'ResourceNotFoundException',
      Message: 'none',
    });
  });

  test('carry further members', () => {
    const item = { Item: { id: { S: 'a' } } };
    const error = new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members: item });
    expect(encodeError('dynamodb', error).body).toMatchObject({ Item: { id: { S: 'a' } } });
  });

  test('are answered without a model', () => {
    const error = new AwsError('UnknownServiceException', 'what?', { status: 501 });
    expect(jsonCodec.encodeError(undefined, error, 'rid')).toMatchObject({
      status: 501,
      body: '{"__type":"UnknownServiceException","message":"what?"}',
    });
  });
});
