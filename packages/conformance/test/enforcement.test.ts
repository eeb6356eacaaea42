import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import type { Credentials } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, withoutAwsCli } from '../support/aws-cli.ts';
import { cliError, sdkError } from '../support/errors.ts';
import { allow, deny, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';
import { signedFetch } from '../support/sigv4.ts';

/** Policies as they are enforced by a server under `--auth iam`, end to end. */
let server: Server;
let root: { iam: IAM; sqs: SQS; sts: STS };
const account = '000000000000';
const arn = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${account}:${name}`;
const url = (name: string) => `${server.endpoint}/${account}/${name}`;

beforeAll(async () => {
  server = await startServer(['--auth', 'iam']);
  root = clients(server.keys);
  await root.sqs.createQueue({ QueueName: 'orders' });
});

afterAll(() => server.stop());

function clients(keys: Keys) {
  const settings = server.client(keys);
  return { iam: new IAM(settings), sqs: new SQS(settings), sts: new STS(settings) };
}

function keysOf(credentials: Credentials | undefined): Keys {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

async function createUser(UserName: string, ...statements: object[]) {
  await root.iam.createUser({ UserName });
  if (statements.length > 0) {
    await root.iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: policy(...statements) });
  }
  const { AccessKey } = await root.iam.createAccessKey({ UserName });
  const keys = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  return { keys, ...clients(keys) };
}

const lacking = (user: string, action: string, resource: string, kind = 'identity-based policy') =>
  `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no ${kind} allows the ${action} action`;

test('the root key is the root of the account', async () => {
  expect(server.keys.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(await root.sts.getCallerIdentity({})).toMatchObject({ Account: account, Arn: arn('root') });
});

describe('a user', () => {
  test('may do nothing but what a policy allows, from the moment it does', async () => {
    const ann = await createUser('ann');
    expect((await ann.sts.getCallerIdentity({})).Arn).toBe(arn('user/ann'));
    const send = () => ann.sqs.sendMessage({ QueueUrl: url('orders'), MessageBody: 'x' });
    await expect(send()).rejects.toMatchObject(
      sdkError('AccessDenied', 400, lacking(arn('user/ann'), 'sqs:sendmessage', queueArn('orders'))),
    );
    await expect(ann.iam.listUsers({})).rejects.toMatchObject(
      sdkError('AccessDenied', 403, lacking(arn('user/ann'), 'iam:ListUsers', arn('user/'))),
    );
    const only = {
      UserName: 'ann',
      PolicyName: 'send',
      PolicyDocument: policy(allow('sqs:SendMessage', queueArn('orders'))),
    };
    await root.iam.putUserPolicy(only);
    await send();
    await expect(ann.sqs.purgeQueue({ QueueUrl: url('orders') })).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /sqs:purgequeue/),
    );
    await root.iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'send' });
    await expect(send()).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /because no identity-based policy allows/),
    );
  });

  test('is stopped by an explicit deny, and by a condition that is not met', async () => {
    const tags = { StringEquals: { 'aws:ResourceTag/team': 'red' } };
    const ben = await createUser(
      'ben',
      allow('sqs:*', '*', { Condition: tags }),
      allow('iam:*'),
      deny('iam:DeleteUser'),
    );
    await expect(ben.iam.deleteUser({ UserName: 'ben' })).rejects.toMatchObject(
      sdkError(
        'AccessDenied',
        403,
        `User: ${arn('user/ben')} is not authorized to perform: iam:DeleteUser on resource: user ben with an explicit deny in an identity-based policy`,
      ),
    );
    await root.sqs.createQueue({ QueueName: 'red', tags: { team: 'red' } });
    await ben.sqs.sendMessage({ QueueUrl: url('red'), MessageBody: 'x' });
    await expect(ben.sqs.sendMessage({ QueueUrl: url('orders'), MessageBody: 'x' })).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /sqs:sendmessage/),
    );
  });

  test('has the policies of groups, within the permissions boundary', async () => {
    const cas = await createUser('cas');
    await root.iam.createGroup({ GroupName: 'senders' });
    await root.iam.putGroupPolicy({
      GroupName: 'senders',
      PolicyName: 'own',
      PolicyDocument: policy(allow('sqs:*'), allow('iam:*')),
    });
    await root.iam.addUserToGroup({ GroupName: 'senders', UserName: 'cas' });
    await cas.sqs.listQueues({});
    await cas.iam.listUsers({});
    const { Policy } = await root.iam.createPolicy({ PolicyName: 'fence', PolicyDocument: policy(allow('sqs:*')) });
    await root.iam.putUserPermissionsBoundary({ UserName: 'cas', PermissionsBoundary: Policy?.Arn });
    await cas.sqs.listQueues({});
    await expect(cas.iam.listUsers({})).rejects.toMatchObject(
      sdkError('AccessDenied', 403, lacking(arn('user/cas'), 'iam:ListUsers', arn('user/'), 'permissions boundary')),
    );
  });

  test('loses access with the key', async () => {
    const dan = await createUser('dan', allow('sqs:*'));
    await dan.sqs.listQueues({});
    const key = { UserName: 'dan', AccessKeyId: dan.keys.accessKeyId };
    await root.iam.updateAccessKey({ ...key, Status: 'Inactive' });
    await expect(dan.sqs.listQueues({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 400, 'The security token included in the request is invalid.'),
    );
    await root.iam.updateAccessKey({ ...key, Status: 'Active' });
    await dan.sqs.listQueues({});
    await root.iam.deleteAccessKey(key);
    await expect(dan.iam.getUser({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'),
    );
  });
});

test('a refusal has both its JSON name and its query code on the wire', async () => {
  const ivy = await createUser('ivy');
  const answer = await signedFetch({
    method: 'POST',
    url: `${server.endpoint}/`,
    service: 'sqs',
    keys: ivy.keys,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues' },
    body: '{}',
  });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ __type: expect.stringMatching(/AccessDeniedException$/) });
  expect(answer.headers.get('x-amzn-query-error')).toBe('AccessDenied;Sender');
});

describe('a role', () => {
  test('is given to whom it trusts, limited by its policies and those of the session', async () => {
    const eva = await createUser('eva', allow('sts:AssumeRole'));
    const fay = await createUser('fay', allow('sts:AssumeRole'));
    await root.iam.createRole({ RoleName: 'worker', AssumeRolePolicyDocument: trust({ AWS: arn('user/eva') }) });
    await root.iam.putRolePolicy({ RoleName: 'worker', PolicyName: 'own', PolicyDocument: policy(allow('sqs:*')) });
    const RoleArn = arn('role/worker');
    await expect(fay.sts.assumeRole({ RoleArn, RoleSessionName: 'x1' })).rejects.toMatchObject(
      sdkError(
        'AccessDenied',
        403,
        `User: ${arn('user/fay')} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      ),
    );
    const session = clients(keysOf((await eva.sts.assumeRole({ RoleArn, RoleSessionName: 'x1' })).Credentials));
    await session.sqs.sendMessage({ QueueUrl: url('orders'), MessageBody: 'x' });
    await expect(session.iam.listUsers({})).rejects.toMatchObject(
      sdkError(
        'AccessDenied',
        403,
        lacking(`arn:aws:sts::${account}:assumed-role/worker/x1`, 'iam:ListUsers', arn('user/')),
      ),
    );
    const Policy = policy(allow('sqs:ListQueues'));
    const limited = clients(keysOf((await eva.sts.assumeRole({ RoleArn, RoleSessionName: 'x2', Policy })).Credentials));
    await limited.sqs.listQueues({});
    await expect(limited.sqs.sendMessage({ QueueUrl: url('orders'), MessageBody: 'x' })).rejects.toMatchObject(
      sdkError('AccessDenied', 400, /because no session policy allows the sqs:sendmessage action/),
    );
    const forged = clients({
      ...keysOf((await eva.sts.assumeRole({ RoleArn, RoleSessionName: 'x3' })).Credentials),
      sessionToken: 'forged',
    });
    await expect(forged.sqs.listQueues({})).rejects.toMatchObject(
      sdkError('InvalidClientTokenId', 400, 'The security token included in the request is invalid.'),
    );
  });

  test('needs iam:PassRole to be handed to a service', async () => {
    const gil = await createUser('gil', allow('iam:AddRoleToInstanceProfile'));
    await root.iam.createRole({ RoleName: 'web', AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) });
    await root.iam.createInstanceProfile({ InstanceProfileName: 'web' });
    const pass = () => gil.iam.addRoleToInstanceProfile({ InstanceProfileName: 'web', RoleName: 'web' });
    await expect(pass()).rejects.toMatchObject(
      sdkError('AccessDenied', 403, lacking(arn('user/gil'), 'iam:PassRole', arn('role/web'))),
    );
    const to = (service: string) =>
      allow('iam:PassRole', arn('role/web'), { Condition: { StringEquals: { 'iam:PassedToService': service } } });
    await root.iam.putUserPolicy({
      UserName: 'gil',
      PolicyName: 'pass',
      PolicyDocument: policy(to('lambda.amazonaws.com')),
    });
    await expect(pass()).rejects.toMatchObject(sdkError('AccessDenied', 403, /iam:PassRole/));
    await root.iam.putUserPolicy({
      UserName: 'gil',
      PolicyName: 'pass',
      PolicyDocument: policy(to('ec2.amazonaws.com')),
    });
    await pass();
  });
});

test('SimulatePrincipalPolicy says what really happens', async () => {
  const hal = await createUser('hal', allow('sqs:*', queueArn('orders')), deny('sqs:PurgeQueue'));
  await root.sqs.createQueue({ QueueName: 'other' });
  const attempts: Record<string, (QueueUrl: string) => Promise<unknown>> = {
    'sqs:SendMessage': (QueueUrl) => hal.sqs.sendMessage({ QueueUrl, MessageBody: 'x' }),
    'sqs:PurgeQueue': (QueueUrl) => hal.sqs.purgeQueue({ QueueUrl }),
    'sqs:GetQueueAttributes': (QueueUrl) => hal.sqs.getQueueAttributes({ QueueUrl }),
  };
  const { EvaluationResults = [] } = await root.iam.simulatePrincipalPolicy({
    PolicySourceArn: arn('user/hal'),
    ActionNames: Object.keys(attempts),
    ResourceArns: [queueArn('orders'), queueArn('other')],
  });
  const results = EvaluationResults.flatMap(({ EvalActionName = '', ResourceSpecificResults = [] }) =>
    ResourceSpecificResults.map((result) => ({ ...result, EvalActionName })),
  );
  expect(results).toHaveLength(6);
  const decisions = results.map(({ EvalResourceDecision }) => EvalResourceDecision);
  expect(new Set(decisions)).toEqual(new Set(['allowed', 'explicitDeny', 'implicitDeny']));
  const outcomes = results.map(({ EvalActionName, EvalResourceName = '' }) =>
    outcomeOf(attempts[EvalActionName]?.(url(EvalResourceName.split(':').at(-1) ?? ''))),
  );
  expect(await Promise.all(outcomes)).toEqual(decisions);
});

/** What really happened, in the words of the simulation. */
async function outcomeOf(attempt: Promise<unknown> | undefined): Promise<string> {
  try {
    await attempt;
    return 'allowed';
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'AccessDenied') return message;
    return /with an explicit deny in/.test(message) ? 'explicitDeny' : 'implicitDeny';
  }
}

test.skipIf(awsCliVersion === '')(`the AWS CLI is refused and admitted like any client${withoutAwsCli}`, async () => {
  const ida = await createUser('ida', allow('sqs:ListQueues'));
  const aws = awsCli(server.endpoint, ida.keys);
  const wrong = awsCli(server.endpoint, { ...ida.keys, secretAccessKey: 'wrong' });
  const unknown = awsCli(server.endpoint, { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' });
  await Promise.all([
    aws('sqs', 'list-queues'),
    expect(aws('sqs', 'create-queue', '--queue-name', 'no')).rejects.toMatchObject(
      cliError(
        'AccessDenied',
        'CreateQueue',
        /sqs:createqueue on resource: arn:aws:sqs:us-east-1:000000000000:no because no identity-based policy allows/,
      ),
    ),
    expect(aws('iam', 'list-users')).rejects.toMatchObject(
      cliError('AccessDenied', 'ListUsers', lacking(arn('user/ida'), 'iam:ListUsers', arn('user/'))),
    ),
    expect(wrong('sqs', 'list-queues')).rejects.toMatchObject(
      cliError('SignatureDoesNotMatch', 'ListQueues', /^The request signature we calculated does not match/),
    ),
    expect(wrong('iam', 'list-users')).rejects.toMatchObject(
      cliError('SignatureDoesNotMatch', 'ListUsers', /^The request signature we calculated does not match/),
    ),
    expect(unknown('sts', 'get-caller-identity')).rejects.toMatchObject(
      cliError('InvalidClientTokenId', 'GetCallerIdentity', 'The security token included in the request is invalid.'),
    ),
  ]);
});
