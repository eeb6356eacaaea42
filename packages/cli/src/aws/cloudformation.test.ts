import { afterEach, expect, it } from 'vitest';
import { fakeService } from '../testing/fake-service.ts';
import type { FakeService } from '../testing/fake-service.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { cloudFormation } from './cloudformation.ts';

let service: FakeService | undefined;
afterEach(() => service?.close());

async function serving(answers: Record<string, string | [number, string]>): Promise<FakeService> {
  service = await fakeService(({ method, path, body }) => {
    const form = new URLSearchParams(body);
    const action = form.get('Action') ?? `${method} ${path}`;
    const answer = answers[`${action} ${form.get('NextToken') ?? ''}`.trim()] ?? [500, `no answer to ${action}`];
    return typeof answer === 'string'
      ? [200, `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`]
      : answer;
  });
  return service;
}

const refusal = (code: string, message: string): [number, string] => [
  400,
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
];

it('signs what it sends', async () => {
  const { connection, requests } = await serving({ DescribeStacks: '<Stacks/>' });
  expect(await cloudFormation(connection).findStack('shop')).toBeUndefined();
  expect(requests[0]?.body).toBe('Action=DescribeStacks&Version=2010-05-15&StackName=shop');
  expect(requests[0]?.headers).toMatchObject({
    'x-amz-security-token': 'token',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-west-1\/cloudformation\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[\da-f]{64}$/,
    ),
  });
});

it('reads a stack', async () => {
  const { connection } = await serving({
    DescribeStacks: `<Stacks><member><StackName>shop</StackName><StackId>id</StackId>
      <StackStatus>CREATE_COMPLETE</StackStatus><Parameters><member><ParameterKey>Stage</ParameterKey></member></Parameters>
      <Outputs><member><OutputKey>Url</OutputKey><OutputValue>http://x?a=1&amp;b=2</OutputValue></member></Outputs>
    </member></Stacks>`,
  });
  expect(await cloudFormation(connection).findStack('shop')).toEqual({
    StackId: 'id',
    StackName: 'shop',
    StackStatus: 'CREATE_COMPLETE',
    ParameterKeys: ['Stage'],
    Outputs: [{ OutputKey: 'Url', OutputValue: 'http://x?a=1&b=2', Description: undefined, ExportName: undefined }],
  });
});

it('finds no stack where AWS says that there is none', async () => {
  const { connection } = await serving({
    DescribeStacks: refusal('ValidationError', 'Stack with id shop does not exist'),
  });
  expect(await cloudFormation(connection).findStack('shop')).toBeUndefined();
});

it("throws AWS's other errors", async () => {
  const { connection } = await serving({ DescribeStacks: refusal('AccessDenied', 'not you') });
  await expect(cloudFormation(connection).findStack('shop')).rejects.toMatchObject({
    code: 'AccessDenied',
    message: 'AccessDenied: not you',
  });
});

it('says when nobody answers', async () => {
  const stopped = await serving({});
  const { connection } = stopped;
  await stopped.close();
  service = undefined;
  await expect(cloudFormation(connection).findStack('shop')).rejects.toThrow(
    `No server answers at ${connection.endpoint}`,
  );
});

it('reads a change set page by page', async () => {
  const change = (id: string) => `<Changes><member><Type>Resource</Type><ResourceChange><Action>Modify</Action>
    <LogicalResourceId>${id}</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><Replacement>False</Replacement>
    <Details><member><Target><Attribute>Properties</Attribute><Name>DelaySeconds</Name><BeforeValue>1</BeforeValue>
    <AfterValue>2</AfterValue></Target></member></Details></ResourceChange></member></Changes>`;
  const { connection } = await serving({
    DescribeChangeSet: `<Status>CREATE_COMPLETE</Status>${change('A')}<NextToken>2</NextToken>`,
    'DescribeChangeSet 2': `<Status>CREATE_COMPLETE</Status>${change('B')}`,
  });
  const { Status, Changes } = await cloudFormation(connection).describeChangeSet('id', true);
  expect(Status).toBe('CREATE_COMPLETE');
  expect(Changes.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['A', 'B']);
  expect(Changes[0]).toMatchObject({
    Replacement: 'False',
    Details: [{ Name: 'DelaySeconds', BeforeValue: '1', AfterValue: '2', Path: undefined }],
  });
});

it('makes the bucket for uploads once, and accepts that it stands', async () => {
  const { connection, requests } = await serving({
    GetCallerIdentity: '<Account>111122223333</Account>',
    'PUT /madang-deploy-111122223333-eu-west-1': [409, '<Error><Code>BucketAlreadyOwnedByYou</Code></Error>'],
    'PUT /madang-deploy-111122223333-eu-west-1/ca978112ca1bbdcafac231b39a23dc4d.txt': [200, ''],
  });
  const bucket = artifactBucket(connection);
  const location = await bucket.put('a', '.txt');
  expect(await bucket.put('a', '.txt')).toEqual(location);
  expect(location.url).toBe(
    `${connection.endpoint}/madang-deploy-111122223333-eu-west-1/ca978112ca1bbdcafac231b39a23dc4d.txt`,
  );
  expect(requests).toHaveLength(4);
  expect(requests[1]?.body).toContain('<LocationConstraint>eu-west-1</LocationConstraint>');
});
