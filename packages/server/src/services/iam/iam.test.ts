import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  IAMServiceException,
  ListPoliciesCommand,
  paginateListUsers,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let client: IAMClient;
beforeAll(async () => {
  server = await startTestServer();
  client = new IAMClient(server.client);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const allow = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const ownPolicy = (name: string) => `arn:aws:iam::000000000000:policy/${name}`;
const conflict = (what: string) => `Cannot delete entity, must ${what} first.`;
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

it('keeps a user from creation to deletion', async () => {
  const Tags = [{ Key: 'Team', Value: 'a' }];
  const { User } = await client.send(new CreateUserCommand({ UserName: 'cycle', Path: '/x/', Tags }));
  expect(User).toMatchObject({ UserName: 'cycle', Arn: 'arn:aws:iam::000000000000:user/x/cycle', Tags });
  expect(User?.CreateDate).toBeInstanceOf(Date);
  await client.send(new UpdateUserCommand({ UserName: 'cycle', NewUserName: 'cycle2' }));
  expect((await client.send(new GetUserCommand({ UserName: 'cycle2' }))).User?.UserId).toBe(User?.UserId);
  await client.send(new DeleteUserCommand({ UserName: 'cycle2' }));
});

it('lists users by page', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `page${index}`);
  for (const UserName of names) await client.send(new CreateUserCommand({ UserName, Path: '/pages/' }));
  const found: (string | undefined)[][] = [];
  for await (const page of paginateListUsers({ client, pageSize: 3 }, { PathPrefix: '/pages/' })) {
    found.push((page.Users ?? []).map(({ UserName }) => UserName));
  }
  expect(found.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(found.flat()).toEqual(names);
});

it('answers documents percent-encoded', async () => {
  await client.send(new CreateRoleCommand({ RoleName: 'encoded', AssumeRolePolicyDocument: trust }));
  await client.send(
    new PutRolePolicyCommand({ RoleName: 'encoded', PolicyName: 'own', PolicyDocument: allow('sqs:*') }),
  );
  const { Role } = await client.send(new GetRoleCommand({ RoleName: 'encoded' }));
  const own = await client.send(new GetRolePolicyCommand({ RoleName: 'encoded', PolicyName: 'own' }));
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
  expect(own.PolicyDocument).toContain('%22sqs%3A%2A%22');
});

it("lists AWS's policies", async () => {
  const { Policies = [] } = await client.send(new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 1000 }));
  expect(Policies.map(({ Arn }) => Arn)).toContain(readOnly);
});

describe('errors', () => {
  beforeAll(async () => {
    await client.send(new CreateUserCommand({ UserName: 'ann' }));
    await client.send(new CreateGroupCommand({ GroupName: 'staff' }));
    await client.send(new AddUserToGroupCommand({ GroupName: 'staff', UserName: 'ann' }));
    await client.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust }));
    await client.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'front' }));
    await client.send(new CreatePolicyCommand({ PolicyName: 'used', PolicyDocument: allow('s3:*') }));
    await client.send(new CreateUserCommand({ UserName: 'bob' }));
    await client.send(new AttachUserPolicyCommand({ UserName: 'bob', PolicyArn: ownPolicy('used') }));
    await client.send(new CreateUserCommand({ UserName: 'cas' }));
    await client.send(new PutUserPolicyCommand({ UserName: 'cas', PolicyName: 'own', PolicyDocument: allow('s3:*') }));
    await client.send(new CreateUserCommand({ UserName: 'dan' }));
    for (let key = 0; key < 2; key++) await client.send(new CreateAccessKeyCommand({ UserName: 'dan' }));
  });

  it.each([
    ['NoSuchEntity', 404, 'The user with name eve cannot be found.', new GetUserCommand({ UserName: 'eve' })],
    ['NoSuchEntity', 404, 'The group with name eve cannot be found.', new GetGroupCommand({ GroupName: 'eve' })],
    ['NoSuchEntity', 404, 'The role with name eve cannot be found.', new GetRoleCommand({ RoleName: 'eve' })],
    [
      'NoSuchEntity',
      404,
      'Instance Profile eve cannot be found.',
      new GetInstanceProfileCommand({ InstanceProfileName: 'eve' }),
    ],
    [
      'NoSuchEntity',
      404,
      `Policy ${ownPolicy('eve')} was not found.`,
      new GetPolicyCommand({ PolicyArn: ownPolicy('eve') }),
    ],
    [
      'NoSuchEntity',
      404,
      `Policy ${ownPolicy('used')} version v9 does not exist or is not attachable.`,
      new GetPolicyVersionCommand({ PolicyArn: ownPolicy('used'), VersionId: 'v9' }),
    ],
    [
      'NoSuchEntity',
      404,
      `Policy ${ownPolicy('eve')} does not exist or is not attachable.`,
      new AttachUserPolicyCommand({ UserName: 'ann', PolicyArn: ownPolicy('eve') }),
    ],
    [
      'NoSuchEntity',
      404,
      `Policy ${readOnly} was not found.`,
      new DetachUserPolicyCommand({ UserName: 'ann', PolicyArn: readOnly }),
    ],
    [
      'NoSuchEntity',
      404,
      'The user policy with name eve cannot be found.',
      new GetUserPolicyCommand({ UserName: 'ann', PolicyName: 'eve' }),
    ],
    [
      'NoSuchEntity',
      404,
      'The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.',
      new DeleteAccessKeyCommand({ UserName: 'ann', AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }),
    ],
    ['EntityAlreadyExists', 409, 'User with name ANN already exists.', new CreateUserCommand({ UserName: 'ANN' })],
    [
      'EntityAlreadyExists',
      409,
      'Group with name staff already exists.',
      new CreateGroupCommand({ GroupName: 'staff' }),
    ],
    [
      'EntityAlreadyExists',
      409,
      'Role with name deploy already exists.',
      new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust }),
    ],
    [
      'EntityAlreadyExists',
      409,
      'Instance Profile front already exists.',
      new CreateInstanceProfileCommand({ InstanceProfileName: 'front' }),
    ],
    [
      'EntityAlreadyExists',
      409,
      'A policy called used already exists. Duplicate names are not allowed.',
      new CreatePolicyCommand({ PolicyName: 'used', PolicyDocument: allow('s3:*') }),
    ],
    ['DeleteConflict', 409, conflict('remove users from group'), new DeleteGroupCommand({ GroupName: 'staff' })],
    ['DeleteConflict', 409, conflict('detach all policies'), new DeleteUserCommand({ UserName: 'bob' })],
    ['DeleteConflict', 409, conflict('delete policies'), new DeleteUserCommand({ UserName: 'cas' })],
    ['DeleteConflict', 409, conflict('delete access keys'), new DeleteUserCommand({ UserName: 'dan' })],
    [
      'DeleteConflict',
      409,
      'Cannot delete a policy attached to entities.',
      new DeletePolicyCommand({ PolicyArn: ownPolicy('used') }),
    ],
    [
      'DeleteConflict',
      409,
      'Cannot delete the default version of a policy.',
      new DeletePolicyVersionCommand({ PolicyArn: ownPolicy('used'), VersionId: 'v1' }),
    ],
    [
      'LimitExceeded',
      409,
      'Cannot exceed quota for AccessKeysPerUser: 2',
      new CreateAccessKeyCommand({ UserName: 'dan' }),
    ],
    [
      'LimitExceeded',
      409,
      'Maximum policy size of 2048 bytes exceeded for user cas',
      new PutUserPolicyCommand({ UserName: 'cas', PolicyName: 'big', PolicyDocument: allow(`s3:${'x'.repeat(2000)}`) }),
    ],
    [
      'MalformedPolicyDocument',
      400,
      'Syntax errors in policy.',
      new PutUserPolicyCommand({ UserName: 'cas', PolicyName: 'bad', PolicyDocument: 'nonsense' }),
    ],
    [
      'InvalidInput',
      400,
      'ARN arn:aws:s3:::no-policy-here is not valid.',
      new AttachUserPolicyCommand({ UserName: 'ann', PolicyArn: 'arn:aws:s3:::no-policy-here' }),
    ],
    [
      'InvalidInput',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      new TagUserCommand({
        UserName: 'ann',
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'A', Value: '' },
        ],
      }),
    ],
    [
      'AccessDenied',
      403,
      expect.stringContaining(`iam:DeletePolicy on resource: policy ${readOnly}`),
      new DeletePolicyCommand({ PolicyArn: readOnly }),
    ],
    [
      'ValidationError',
      400,
      expect.stringContaining("'userName' failed to satisfy constraint"),
      new CreateUserCommand({ UserName: 'not a name' }),
    ],
  ])('%s %s: %s', async (code, status, message, command) => {
    const error: unknown = await client.send(command as GetUserCommand).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(IAMServiceException);
    expect(error).toMatchObject({ Code: code, message, $metadata: { httpStatusCode: status } });
  });
});

it('deletes what is no longer used', async () => {
  await client.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'gone' }));
  await client.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'gone' }));
  await client.send(new CreateRoleCommand({ RoleName: 'gone', AssumeRolePolicyDocument: trust }));
  await client.send(new DeleteRoleCommand({ RoleName: 'gone' }));
  await expect(client.send(new GetRoleCommand({ RoleName: 'gone' }))).rejects.toMatchObject({ Code: 'NoSuchEntity' });
});

describe('with --auth iam', () => {
  let guarded: TestServer;
  let admin: IAMClient;
  beforeAll(async () => {
    guarded = await startTestServer({ auth: 'iam' });
    admin = new IAMClient(guarded.client);
  });
  afterAll(async () => {
    admin.destroy();
    await guarded.stop();
  });

  it('gives a user what policies allow, as they are at the time', async () => {
    await admin.send(new CreateUserCommand({ UserName: 'ann', Path: '/team/' }));
    const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    const ann = new IAMClient({ ...guarded.client, credentials });
    const getSelf = () => ann.send(new GetUserCommand({}));
    await expect(getSelf()).rejects.toMatchObject({
      Code: 'AccessDenied',
      message: expect.stringContaining(
        'arn:aws:iam::000000000000:user/team/ann is not authorized to perform: iam:GetUser on resource: user ann',
      ),
      $metadata: { httpStatusCode: 403 },
    });
    const self = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/team/${aws:username}' }],
    });
    await admin.send(new PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'self', PolicyDocument: self }));
    expect((await getSelf()).User?.UserName).toBe('ann');
    const { AccessKeyLastUsed } = await admin.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect(AccessKeyLastUsed).toMatchObject({ ServiceName: 'iam', Region: 'us-east-1' });

    await admin.send(new UpdateAccessKeyCommand({ UserName: 'ann', AccessKeyId, Status: 'Inactive' }));
    await expect(getSelf()).rejects.toMatchObject({ Code: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
    ann.destroy();
  });
});
