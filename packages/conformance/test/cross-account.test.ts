import { IAM } from '@aws-sdk/client-iam';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { temporaryDirectory } from '../support/madang.ts';
import { allow, policy, trust } from '../support/policies.ts';
import { startServer } from '../support/server.ts';
import type { Keys, Server } from '../support/server.ts';

const ours = '111122223333';
const theirs = '444455556666';
const directory = temporaryDirectory();
let server: Server;
let ourRoot: Keys;
let theirUser: Keys;
const userArn = `arn:aws:iam::${theirs}:user/guest`;

/** Each account that a server was once started for has a root key of its own: two starts make two accounts. */
beforeAll(async () => {
  const kept = ['--auth', 'iam', '--data', directory.path];
  const first = await startServer([...kept, '--account', ours]);
  ourRoot = first.keys;
  await first.stop();
  server = await startServer([...kept, '--account', theirs]);
  const iam = new IAM(server.client());
  await iam.createUser({ UserName: 'guest' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'guest' });
  theirUser = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
});

afterAll(async () => {
  await server.stop();
  await directory.remove();
});

const setPolicy = (...statements: object[]) =>
  new IAM(server.client()).putUserPolicy({
    UserName: 'guest',
    PolicyName: 'own',
    PolicyDocument: policy(...statements),
  });

test('each root is the root of one account', async () => {
  expect((await new STS(server.client(ourRoot)).getCallerIdentity({})).Account).toBe(ours);
  expect((await new STS(server.client()).getCallerIdentity({})).Account).toBe(theirs);
});

test("another account's queue needs both accounts to allow it", async () => {
  const sqs = new SQS(server.client(ourRoot));
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName: 'shared' });
  const guest = new SQS(server.client(theirUser));
  const send = () => guest.sendMessage({ QueueUrl, MessageBody: 'hello' });
  const arn = `arn:aws:sqs:us-east-1:${ours}:shared`;
  const denied = `User: ${userArn} is not authorized to perform: sqs:sendmessage on resource: ${arn} because no`;
  await setPolicy(allow('sqs:*'));
  await expect(send()).rejects.toMatchObject(
    sdkError('AccessDenied', 400, `${denied} resource-based policy allows the sqs:sendmessage action`),
  );
  const Policy = policy({ Effect: 'Allow', Principal: { AWS: userArn }, Action: 'sqs:SendMessage', Resource: arn });
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
  await send();
  await expect(guest.receiveMessage({ QueueUrl })).rejects.toMatchObject(
    sdkError('AccessDenied', 400, /sqs:receivemessage/),
  );
  await setPolicy(allow('iam:GetUser'));
  await expect(send()).rejects.toMatchObject(
    sdkError('AccessDenied', 400, `${denied} identity-based policy allows the sqs:sendmessage action`),
  );
});

describe("another account's role", () => {
  test('is given to whom it trusts and whose own account agrees', async () => {
    const iam = new IAM(server.client(ourRoot));
    await iam.createRole({
      RoleName: 'visitor',
      AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${theirs}:root` }),
    });
    await iam.putRolePolicy({
      RoleName: 'visitor',
      PolicyName: 'own',
      PolicyDocument: policy(allow('sqs:ListQueues')),
    });
    const sts = new STS(server.client(theirUser));
    const role = { RoleArn: `arn:aws:iam::${ours}:role/visitor`, RoleSessionName: 'x1' };
    await setPolicy(allow('sqs:*'));
    await expect(sts.assumeRole(role)).rejects.toMatchObject(
      sdkError('AccessDenied', 403, /is not authorized to perform: sts:AssumeRole on resource/),
    );
    await setPolicy(allow('sts:AssumeRole', role.RoleArn));
    const { Credentials } = await sts.assumeRole(role);
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    expect((await new STS(server.client(keys)).getCallerIdentity({})).Account).toBe(ours);
    const { QueueUrls } = await new SQS(server.client(keys)).listQueues({});
    expect(QueueUrls?.every((url) => url.includes(ours))).toBe(true);
  });
});
