import { describe, expect, test } from 'vitest';
import { AwsError } from '../platform/errors.ts';
import { ec2Codec } from './ec2.ts';
import { createModels } from './models.ts';
import { queryCodec } from './query.ts';
import type { Codec, WireOperation, WireRequest } from './wire.ts';

const models = createModels(new URL('../../generated/models/', import.meta.url));

function operation(service: string, name: string): WireOperation {
  const model = models.load(service);
  return { service: model, model: model.operations[name]! };
}

function form(body: string, rest: Partial<WireRequest> = {}): WireRequest {
  return { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(body), ...rest };
}

function decode(service: string, name: string, body: string, codec: Codec = queryCodec) {
  return codec.decode(operation(service, name), form(body));
}

function code(value: string) {
  return expect.objectContaining({ code: value });
}

describe('query requests', () => {
  test('are read from the query string and from the body', () => {
    const request = form('UserName=al%2Bice+b', { query: 'Action=GetUser&Version=2010-05-08' });
    expect(queryCodec.decode(operation('iam', 'GetUser'), request)).toEqual({ UserName: 'al+ice b' });
    expect(queryCodec.decode(operation('iam', 'GetUser'), form('', { query: 'UserName=%ED%95%9C' }))).toEqual({
      UserName: '한',
    });
  });

  test('may be odd: empty parts, no value, unknown and repeated names', () => {
    expect(decode('iam', 'ListUsers', '&&PathPrefix&Marker=a=b&Marker=c&Nope.1.x=1&=y&MaxItems=5&')).toEqual({
      PathPrefix: '',
      Marker: 'a=b',
      MaxItems: 5,
    });
  });

  test('put lists in the order of their numbers, whatever the gaps', () => {
    const body = 'PolicyArns.member.10.arn=c&PolicyArns.member.9.arn=b&PolicyArns.member.999999999.arn=d&Tags=';
    expect(decode('sts', 'AssumeRole', `${body}&PolicyArns.member.1.arn=a`)).toEqual({
      PolicyArns: [{ arn: 'a' }, { arn: 'b' }, { arn: 'c' }, { arn: 'd' }],
      Tags: [],
    });
  });

  test('name list items as the model does, or `member`', () => {
    const filters = [{ Name: 'engine', Values: ['mysql'] }];
    expect(
      decode('rds', 'DescribeDBInstances', 'Filters.Filter.1.Name=engine&Filters.Filter.1.Values.Value.1=mysql'),
    ).toEqual({ Filters: filters });
    expect(
      decode('rds', 'DescribeDBInstances', 'Filters.member.1.Name=engine&Filters.member.1.Values.member.1=mysql'),
    ).toEqual({ Filters: filters });
  });

  test('read maps, also with keys that JavaScript has uses for', () => {
    const body =
      'Attributes.entry.1.key=__proto__&Attributes.entry.1.value=x&Attributes.entry.2.key=a&Attributes.entry.2.value=';
    const { Attributes } = decode('sns', 'CreateTopic', body) as { Attributes: object };
    expect(Object.entries(Attributes)).toEqual([
      ['__proto__', 'x'],
      ['a', ''],
    ]);
    expect(Object.getPrototypeOf(Attributes)).toBe(Object.prototype);
  });

  test.each([
    ['UserName=%', 'MalformedQueryString'],
    ['UserName=%ff', 'MalformedQueryString'],
    [`${'a.'.repeat(1000)}=1`, 'MalformedQueryString'],
    ['UserName.member.1=x', 'MalformedInput'],
  ])('refuse %s', (body, expected) => {
    expect(() => decode('iam', 'GetUser', body)).toThrow(code(expected));
  });

  test.each(['MaxItems=abc', 'MaxItems=', 'MaxItems=1.5', 'MaxItems=2147483648', 'Marker.x=1'])('refuse %s', (body) => {
    expect(() => decode('iam', 'ListUsers', body)).toThrow(code('MalformedInput'));
  });

  test.each(['Tags.member.x.Key=a', 'Tags=text', 'Tags.member.1=text', 'Tags.member.-1.Key=a'])('refuse %s', (body) => {
    expect(() => decode('iam', 'CreateUser', body)).toThrow(code('MalformedInput'));
  });

  test('refuse bytes that are no UTF-8', () => {
    const request = form('', { body: Buffer.from('UserName=\xff', 'latin1') });
    expect(() => queryCodec.decode(operation('iam', 'GetUser'), request)).toThrow(code('MalformedQueryString'));
  });

  test.each([
    ['true', true],
    ['True', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('read the boolean %s', (text, value) => {
    const body = `UserName=a&Password=p&PasswordResetRequired=${text}`;
    expect(decode('iam', 'CreateLoginProfile', body)).toMatchObject({ PasswordResetRequired: value });
  });
});

describe('query answers', () => {
  test('wrap the result', () => {
    const output = { User: { UserName: 'a&b', CreateDate: new Date(0) } };
    expect(queryCodec.encode(operation('iam', 'GetUser'), output, 'id-1')).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'id-1' },
      body:
        '<GetUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetUserResult><User>' +
        '<UserName>a&amp;b</UserName><CreateDate>1970-01-01T00:00:00Z</CreateDate></User></GetUserResult>' +
        '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetUserResponse>',
    });
  });

  test('have no result where the operation has no output', () => {
    expect(queryCodec.encode(operation('iam', 'DeleteUser'), {}, 'id-1').body).toBe(
      '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">' +
        '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DeleteUserResponse>',
    );
  });

  test('name errors as the model has them on the wire', () => {
    const error = new AwsError('NoSuchEntityException', 'The user <x> cannot be found.');
    expect(queryCodec.encodeError(models.load('iam'), error, 'id-1')).toEqual({
      status: 404,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'id-1' },
      body:
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>' +
        '<Code>NoSuchEntity</Code><Message>The user &lt;x&gt; cannot be found.</Message></Error>' +
        '<RequestId>id-1</RequestId></ErrorResponse>',
    });
  });

  test('take status and headers from the error, and blame the server for 5xx', () => {
    const error = new AwsError('InternalFailure', 'no', { status: 500, headers: { 'retry-after': '1' } });
    const { status, headers, body } = queryCodec.encodeError(undefined, error, 'id');
    expect([status, headers['retry-after']]).toEqual([500, '1']);
    expect(body).toContain('<ErrorResponse><Error><Type>Receiver</Type>');
  });
});

describe('ec2', () => {
  test('requests have flat lists and capitalised names', () => {
    const body =
      'ImageId=ami-1&MinCount=1&MaxCount=2&SecurityGroupId.2=sg-2&SecurityGroupId.1=sg-1&EbsOptimized=true' +
      '&BlockDeviceMapping.1.DeviceName=%2Fdev%2Fsda1&BlockDeviceMapping.1.Ebs.VolumeSize=8' +
      '&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=x';
    expect(decode('ec2', 'RunInstances', body, ec2Codec)).toEqual({
      ImageId: 'ami-1',
      MinCount: 1,
      MaxCount: 2,
      EbsOptimized: true,
      SecurityGroupIds: ['sg-1', 'sg-2'],
      BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8 } }],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'x' }] }],
    });
  });

  test('refuses a value of the wrong type by its name', () => {
    expect(() => decode('ec2', 'RunInstances', 'MinCount=one', ec2Codec)).toThrow(
      new AwsError('InvalidParameterValue', 'Value (one) for parameter MinCount is invalid. Expected type: integer'),
    );
  });

  test('answers without a result element', () => {
    const output = {
      Reservations: [{ ReservationId: 'r-1', Instances: [{ InstanceId: 'i-1', State: { Code: 16 } }] }],
    };
    expect(ec2Codec.encode(operation('ec2', 'DescribeInstances'), output, 'id-1').body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>id-1</requestId>' +
        '<reservationSet><item><reservationId>r-1</reservationId><instancesSet><item><instanceId>i-1</instanceId>' +
        '<instanceState><code>16</code></instanceState></item></instancesSet></item></reservationSet>' +
        '</DescribeInstancesResponse>',
    );
  });

  test('answers errors in its own form', () => {
    const error = new AwsError('InvalidInstanceID.NotFound', 'no');
    const { status, body } = ec2Codec.encodeError(models.load('ec2'), error, 'id-1');
    expect(status).toBe(400);
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>InvalidInstanceID.NotFound</Code>' +
        '<Message>no</Message></Error></Errors><RequestID>id-1</RequestID></Response>',
    );
  });
});
