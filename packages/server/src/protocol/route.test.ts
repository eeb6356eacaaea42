import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createModels } from './models.ts';
import { createRouter } from './route.ts';
import type { RouteRequest } from './route.ts';
import { RoutingError } from './routing-error.ts';

const router = createRouter(createModels(new URL('../../generated/models/', import.meta.url)));

interface Sent {
  line: string;
  headers?: IncomingHttpHeaders;
  /** Signing name of the credential scope. */
  signed?: string;
  host?: string;
  form?: string;
}

function request({ line, headers = {}, signed, host = 'localhost:4566', form }: Sent): RouteRequest {
  const [method = '', url = ''] = line.split(' ');
  const at = url.indexOf('?');
  const all: IncomingHttpHeaders = { host, ...headers };
  if (form !== undefined) all['content-type'] ??= 'application/x-www-form-urlencoded; charset=utf-8';
  if (signed !== undefined) {
    all.authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/eu-west-1/${signed}/aws4_request, SignedHeaders=host, Signature=00`;
  }
  return { method, path: at < 0 ? url : url.slice(0, at), query: at < 0 ? '' : url.slice(at + 1), headers: all, host };
}

function route(sent: Sent) {
  return router.route(request(sent), () => sent.form ?? '');
}

function labels(line: string, host?: string) {
  return route({ line, ...(host === undefined ? {} : { host }) }).labels;
}

const target = (name: string) => ({ 'x-amz-target': name });

describe('a request finds its operation', () => {
  test.each<[Sent, string]>([
    [{ line: 'POST /', headers: target('AmazonSQS.SendMessage'), signed: 'sqs' }, 'json sqs SendMessage'],
    [{ line: 'POST /', headers: target('DynamoDB_20120810.GetItem') }, 'json dynamodb GetItem'],
    [{ line: 'POST /', headers: target('DynamoDBStreams_20120810.GetRecords') }, 'json dynamodbstreams GetRecords'],
    [
      { line: 'POST /', headers: target('GraniteServiceVersion20100801.PutMetricData') },
      'json cloudwatch PutMetricData',
    ],
    [
      { line: 'POST /', headers: target('AWSStepFunctions.StartExecution'), signed: 'states' },
      'json stepfunctions StartExecution',
    ],
    [{ line: 'POST /', headers: target('OpsWorksCM_V2016_11_01.DescribeServers') }, 'json opsworkscm DescribeServers'],
    [
      {
        line: 'POST /service/GraniteServiceVersion20100801/operation/ListMetrics',
        headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      },
      'smithy-rpc-v2-cbor cloudwatch ListMetrics',
    ],
    [
      { line: 'POST /', signed: 'sts', form: 'Action=GetCallerIdentity&Version=2011-06-15' },
      'query sts GetCallerIdentity',
    ],
    [{ line: 'POST /', form: 'Version=2010-05-08&Action=GetUser' }, 'query iam GetUser'],
    [{ line: 'GET /?Action=ListQueues&Version=2012-11-05' }, 'query sqs ListQueues'],
    [
      { line: 'POST /000000000000/queue', form: 'Action=SendMessage&MessageBody=x', signed: 'sqs' },
      'query sqs SendMessage',
    ],
    [
      { line: 'POST /', form: 'Action=DescribeInstances&Version=2013-10-15', signed: 'ec2' },
      'ec2 ec2 DescribeInstances',
    ],
    [
      { line: 'POST /', form: 'Action=DescribeLoadBalancers&Version=2012-06-01', signed: 'elasticloadbalancing' },
      'query elb DescribeLoadBalancers',
    ],
    [
      { line: 'POST /', form: 'Action=DescribeLoadBalancers&Version=2015-12-01', signed: 'elasticloadbalancing' },
      'query elbv2 DescribeLoadBalancers',
    ],
    [
      { line: 'POST /', form: 'Action=PutMetricData&Version=2010-08-01', signed: 'monitoring' },
      'query cloudwatch PutMetricData',
    ],
    [{ line: 'POST /', form: 'Action=ListTopics', host: 'sns.us-east-1.localhost:4566' }, 'query sns ListTopics'],
    [{ line: 'GET /restapis', signed: 'apigateway' }, 'rest-json apigateway GetRestApis'],
    [{ line: 'GET /v2/apis', signed: 'apigateway' }, 'rest-json apigatewayv2 GetApis'],
    [{ line: 'POST /restapis?mode=import', signed: 'apigateway' }, 'rest-json apigateway ImportRestApi'],
    [{ line: 'POST /restapis', signed: 'apigateway' }, 'rest-json apigateway CreateRestApi'],
    [{ line: 'GET /2015-03-31/functions/', signed: 'lambda' }, 'rest-json lambda ListFunctions'],
    [{ line: 'GET /2015-03-31/functions', signed: 'lambda' }, 'rest-json lambda ListFunctions'],
    [
      { line: 'POST /2015-03-31/functions/f/invocations', host: 'lambda.us-east-1.amazonaws.com' },
      'rest-json lambda Invoke',
    ],
    [{ line: 'GET /2013-04-01/hostedzone/Z1', signed: 'route53' }, 'rest-xml route53 GetHostedZone'],
    [{ line: 'POST /2013-04-01/hostedzone/Z1/rrset/', signed: 'route53' }, 'rest-xml route53 ChangeResourceRecordSets'],
    [{ line: 'GET /clusters/c/node-groups', signed: 'eks' }, 'rest-json eks ListNodegroups'],
    [{ line: 'DELETE /tags/arn%3Aaws%3Aeks', signed: 'eks' }, 'rest-json eks UntagResource'],
    [{ line: 'GET /schedules', signed: 'scheduler' }, 'rest-json scheduler ListSchedules'],
    [{ line: 'GET /' }, 'rest-xml s3 ListBuckets'],
    [{ line: 'GET /?x-id=ListDirectoryBuckets' }, 'rest-xml s3 ListDirectoryBuckets'],
    [{ line: 'GET /b' }, 'rest-xml s3 ListObjects'],
    [{ line: 'GET /b/?list-type=2&prefix=a' }, 'rest-xml s3 ListObjectsV2'],
    [{ line: 'GET /b?acl' }, 'rest-xml s3 GetBucketAcl'],
    [{ line: 'GET /b/k?acl=' }, 'rest-xml s3 GetObjectAcl'],
    [{ line: 'GET /b/k/l?x-id=GetObject', signed: 's3' }, 'rest-xml s3 GetObject'],
    [{ line: 'HEAD /b/k' }, 'rest-xml s3 HeadObject'],
    [{ line: 'PUT /b/k' }, 'rest-xml s3 PutObject'],
    [{ line: 'PUT /b/k', headers: { 'x-amz-copy-source': 'a/b' } }, 'rest-xml s3 CopyObject'],
    [{ line: 'PUT /b/k?partNumber=1&uploadId=u' }, 'rest-xml s3 UploadPart'],
    [
      { line: 'PUT /b/k?partNumber=1&uploadId=u', headers: { 'x-amz-copy-source': 'a/b' } },
      'rest-xml s3 UploadPartCopy',
    ],
    [{ line: 'POST /b/k?uploads' }, 'rest-xml s3 CreateMultipartUpload'],
    [{ line: 'POST /b/k?uploadId=u' }, 'rest-xml s3 CompleteMultipartUpload'],
    [{ line: 'DELETE /b/k?uploadId=u' }, 'rest-xml s3 AbortMultipartUpload'],
    [{ line: 'POST /b?delete' }, 'rest-xml s3 DeleteObjects'],
    [{ line: 'POST /b/k?select&select-type=2' }, 'rest-xml s3 SelectObjectContent'],
  ])('%j', (sent, expected) => {
    const { protocol, service, operation } = route(sent);
    expect(`${protocol} ${service} ${operation.model.name}`).toBe(expected);
  });

  test('with decoded labels, and keys as they are', () => {
    expect(labels('GET /b/a%20b/c%2Fd//e/')).toEqual({ Bucket: 'b', Key: 'a b/c/d//e/' });
    expect(labels('GET /k/l', 'bucket.s3.us-east-1.amazonaws.com')).toEqual({ Bucket: 'bucket', Key: 'k/l' });
    expect(labels('GET /k', 'my.bucket.s3-eu-west-1.amazonaws.com')).toEqual({ Bucket: 'my.bucket', Key: 'k' });
    expect(labels('GET /', 'bucket.localhost:4566')).toEqual({ Bucket: 'bucket' });
    expect(labels('GET /b/k', 's3.localhost:4566')).toEqual({ Bucket: 'b', Key: 'k' });
    expect(labels('GET /b//k')).toEqual({ Bucket: 'b', Key: '/k' });
  });

  test('with the path of a virtual host, the signer and the region', () => {
    const found = route({ line: 'GET /k', host: 'b.s3.localhost', signed: 's3' });
    expect(found).toMatchObject({
      path: '/b/k',
      region: 'eu-west-1',
      signing: { accessKeyId: 'AKIDEXAMPLE', region: 'eu-west-1', service: 's3' },
    });
    const presigned = 'X-Amz-Credential=AKID%2F20260131%2Fus-west-2%2Fs3%2Faws4_request';
    expect(route({ line: `GET /b/k?${presigned}` }).signing).toEqual({
      accessKeyId: 'AKID',
      region: 'us-west-2',
      service: 's3',
    });
    expect(route({ line: 'GET /2015-03-31/functions', host: 'lambda.ap-northeast-2.amazonaws.com' }).region).toBe(
      'ap-northeast-2',
    );
  });
});

describe('a request that fits nothing is answered in its protocol', () => {
  test.each<[Sent, Partial<RoutingError>]>([
    [
      { line: 'POST /', headers: target('AmazonSQS.Nothing') },
      { protocol: 'json', service: 'sqs', code: 'UnknownOperationException' },
    ],
    [
      { line: 'POST /', headers: target('AmazonSQS.constructor') },
      { protocol: 'json', code: 'UnknownOperationException' },
    ],
    [
      { line: 'POST /', headers: target('Glue.GetTables') },
      { protocol: 'json', code: 'UnknownServiceException' },
    ],
    [
      { line: 'POST /', headers: target('') },
      { protocol: 'json', code: 'UnknownServiceException' },
    ],
    [
      { line: 'POST /', signed: 'glue' },
      { protocol: 'rest-json', code: 'UnknownServiceException' },
    ],
    [{ line: 'GET /2020-05-31/distribution', signed: 'cloudfront' }, { protocol: 'rest-xml' }],
    [
      { line: 'POST /', signed: 'ec2', form: 'Action=Fly%21' },
      { protocol: 'ec2', message: 'The action Fly! is not valid for this web service.' },
    ],
    [
      { line: 'POST /', signed: 'iam', form: 'Action=Fly' },
      {
        protocol: 'query',
        service: 'iam',
        code: 'InvalidAction',
        message: 'Could not find operation Fly for version NO_VERSION_SPECIFIED',
      },
    ],
    [
      { line: 'POST /', signed: 'iam', form: 'A=B' },
      { protocol: 'query', code: 'MissingAction' },
    ],
    [
      { line: 'POST /', form: 'Action=Fly&Version=1999-01-01' },
      { protocol: 'query', code: 'InvalidAction' },
    ],
    [
      { line: 'POST /', signed: 'ec2', form: 'Action=%zz' },
      { protocol: 'ec2', code: 'InvalidAction' },
    ],
    [
      { line: 'POST /', signed: 'dynamodb' },
      { protocol: 'json', code: 'UnknownOperationException' },
    ],
    [{ line: 'PATCH /b/k' }, { protocol: 'rest-xml', service: 's3', code: 'MethodNotAllowed' }],
    [
      { line: 'GET /nothing', signed: 'lambda' },
      { protocol: 'rest-json', service: 'lambda', code: 'UnknownOperationException' },
    ],
    [{ line: 'GET /b/%zz' }, { protocol: 'rest-xml', service: 's3', code: 'InvalidURI' }],
    [{ line: 'GET /b/%c3%28' }, { protocol: 'rest-xml', code: 'InvalidURI' }],
    [{ line: 'GET /b?%' }, { protocol: 'rest-xml', code: 'InvalidURI' }],
    [
      { line: 'POST /service/X/operation/Y', headers: { 'smithy-protocol': 'rpc-v2-cbor' } },
      { protocol: 'smithy-rpc-v2-cbor', code: 'UnknownServiceException' },
    ],
  ])('%j', (sent, expected) => {
    expect(() => route(sent)).toThrow(expect.objectContaining(expected));
    expect(() => route(sent)).toThrow(RoutingError);
  });
});

describe('the body is needed for routing', () => {
  test.each<[Sent, boolean]>([
    [{ line: 'POST /', form: '', signed: 'sts' }, true],
    [{ line: 'POST /', signed: 'ec2' }, true],
    [{ line: 'POST /', form: '' }, true],
    [{ line: 'POST /000000000000/queue', form: '' }, true],
    [{ line: 'POST /bucket/key', form: '' }, false],
    [{ line: 'POST /', form: '', signed: 's3' }, false],
    [{ line: 'PUT /', form: '' }, false],
    [{ line: 'POST /', form: '', headers: target('AmazonSQS.SendMessage') }, false],
    [{ line: 'POST /', signed: 'sqs', headers: { 'content-type': 'application/x-amz-json-1.0' } }, false],
  ])('%j: %s', (sent, expected) => {
    expect(router.needsForm(request(sent))).toBe(expected);
  });
});
