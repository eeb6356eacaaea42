import { CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let client: IAMClient;
let users: ResourceHarness;
let groups: ResourceHarness;

const type = (name: string, ref: string) => new ResourceHarness(server, `AWS::IAM::${name}`, ref);

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new IAMClient(server.client);
  users = type('User', 'UserName');
  groups = type('Group', 'GroupName');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('AWS::IAM::User', () => {
  it('is read with all that it has, but for the password', async () => {
    const { physicalId: group } = await groups.create({});
    const desired = {
      UserName: 'ann',
      Path: '/team/',
      Groups: [group],
      LoginProfile: { Password: 'a-Pass-w0rd', PasswordResetRequired: true },
      ManagedPolicyArns: [readOnly],
      PermissionsBoundary: admin,
      Policies: [{ PolicyName: 'inline', PolicyDocument: allow('sqs:*') }],
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    const created = await users.create(desired);
    expect(created.answered).toEqual({ UserName: 'ann', Arn: 'arn:aws:iam::000000000000:user/team/ann' });
    expect(await users.read(created)).toEqual({
      ...desired,
      LoginProfile: { PasswordResetRequired: true },
      Arn: created.answered['Arn'],
    });
    await users.delete(created);
    await users.delete(created);
    expect(await users.read(created)).toBeUndefined();
    await groups.delete({ physicalId: group, properties: { GroupName: group } });
  });

  it('updates every property in place; a new path is a new ARN', async () => {
    const [a, b] = [await groups.create({}), await groups.create({})];
    const created = await users.create({
      Groups: [a.physicalId],
      Policies: [{ PolicyName: 'a', PolicyDocument: allow('sqs:*') }],
      Tags: [{ Key: 'goes', Value: '1' }],
    });
    expect(created.physicalId).toMatch(/^demo-Thing-[A-Z0-9]{12}$/);
    const desired = {
      Path: '/new/',
      Groups: [b.physicalId],
      LoginProfile: { Password: 'a-Pass-w0rd', PasswordResetRequired: true },
      ManagedPolicyArns: [readOnly],
      PermissionsBoundary: admin,
      Policies: [{ PolicyName: 'b', PolicyDocument: allow('sns:*') }],
      Tags: [{ Key: 'comes', Value: '1' }],
    };
    const updated = await users.update(created, desired);
    expect(updated.properties['Arn']).toBe(`arn:aws:iam::000000000000:user/new/${created.physicalId}`);
    expect(await users.read(updated)).toMatchObject({ ...desired, LoginProfile: { PasswordResetRequired: true } });
    const loosened = await users.update(updated, { ...desired, LoginProfile: { Password: 'an0ther-Pass' } });
    expect(await users.read(loosened)).toMatchObject({ LoginProfile: { PasswordResetRequired: false } });
    const bare = await users.update(loosened, {});
    expect(await users.read(bare)).toEqual({
      UserName: created.physicalId,
      Arn: `arn:aws:iam::000000000000:user/${created.physicalId}`,
      Path: '/',
    });
    expect(await users.list()).toContainEqual({ UserName: created.physicalId });
  });

  it('stays while it has a key that is not of the template', async () => {
    const created = await users.create({});
    await client.send(new CreateAccessKeyCommand({ UserName: created.physicalId }));
    await expect(users.delete(created)).rejects.toMatchObject({ code: 'DeleteConflictException' });
  });
});

describe('AWS::IAM::Group', () => {
  it('is created, read, changed and deleted', async () => {
    const created = await groups.create({ ManagedPolicyArns: [readOnly] });
    const desired = {
      Path: '/new/',
      ManagedPolicyArns: [admin],
      Policies: [{ PolicyName: 'a', PolicyDocument: allow('sqs:*') }],
    };
    const updated = await groups.update(created, desired);
    const Arn = `arn:aws:iam::000000000000:group/new/${created.physicalId}`;
    expect(updated.properties['Arn']).toBe(Arn);
    expect(await groups.read(updated)).toEqual({ ...desired, GroupName: created.physicalId, Arn });
    expect(await groups.list()).toContainEqual({ GroupName: created.physicalId });
    await groups.delete(updated);
    await groups.delete(updated);
    expect(await groups.read(updated)).toBeUndefined();
  });
});

describe('AWS::IAM::UserToGroupAddition', () => {
  it('adds and removes members, in another group after an update', async () => {
    const additions = type('UserToGroupAddition', 'Id');
    const [g, h] = [await groups.create({}), await groups.create({})];
    const [ann, bob] = [await users.create({}), await users.create({})];
    const created = await additions.create({ GroupName: g.physicalId, Users: [ann.physicalId] });
    const grown = await additions.update(created, { GroupName: g.physicalId, Users: [bob.physicalId] });
    expect(await users.read(ann)).not.toHaveProperty('Groups');
    expect(await users.read(bob)).toMatchObject({ Groups: [g.physicalId] });
    const moved = await additions.update(grown, { GroupName: h.physicalId, Users: [ann.physicalId, bob.physicalId] });
    expect(moved.physicalId).toBe(created.physicalId);
    expect(await additions.read(moved)).toEqual({
      Id: created.physicalId,
      GroupName: h.physicalId,
      Users: [ann.physicalId, bob.physicalId],
    });
    await groups.delete(g);
    await additions.delete(moved);
    await additions.delete(moved);
    expect(await additions.read(moved)).toBeUndefined();
  });
});

describe('AWS::IAM::AccessKey', () => {
  it('is made, put out of use, listed and deleted', async () => {
    const keys = type('AccessKey', 'Id');
    const { physicalId: UserName } = await users.create({});
    const created = await keys.create({ UserName, Serial: 1, Status: 'Inactive' });
    expect(created.answered).toEqual({
      Id: expect.stringMatching(/^AKIA/),
      SecretAccessKey: expect.stringMatching(/^.{40}$/),
    });
    expect(await keys.read(created)).toEqual({ Id: created.physicalId, UserName, Status: 'Inactive' });
    const updated = await keys.update(created, { UserName, Serial: 1 });
    const identified = { physicalId: created.physicalId, properties: { Id: created.physicalId } };
    expect(await keys.read(identified)).toEqual({ Id: created.physicalId, UserName, Status: 'Active' });
    expect(await keys.list()).toContainEqual({ Id: created.physicalId, UserName });
    await keys.delete(updated);
    await keys.delete(identified);
    expect(await keys.read(updated)).toBeUndefined();
  });
});

describe('policies of their own', () => {
  it.each([
    ['UserPolicy', 'UserName', () => users],
    ['GroupPolicy', 'GroupName', () => groups],
  ])('AWS::IAM::%s', async (name, holderName, holders) => {
    const own = type(name, 'PolicyName');
    const { physicalId: holder } = await holders().create({});
    const created = await own.create({ [holderName]: holder, PolicyName: 'own', PolicyDocument: allow('sqs:*') });
    const desired = { [holderName]: holder, PolicyName: 'own', PolicyDocument: allow('sns:*') };
    const updated = await own.update(created, desired);
    expect(await own.read(updated)).toEqual(desired);
    expect(await own.list()).toContainEqual({ [holderName]: holder, PolicyName: 'own' });
    await own.delete(updated);
    await own.delete(updated);
    expect(await own.read(updated)).toBeUndefined();
  });

  it('AWS::IAM::ManagedPolicy for users and groups', async () => {
    const managed = type('ManagedPolicy', 'PolicyArn');
    const [user, group] = [await users.create({}), await groups.create({})];
    const targets = { Users: [user.physicalId], Groups: [group.physicalId] };
    const created = await managed.create({ PolicyDocument: allow('s3:*'), ...targets });
    expect(await managed.read(created)).toMatchObject(targets);
    await managed.delete(created);
    await users.delete(user);
    await groups.delete(group);
  });
});

describe('AWS::IAM::VirtualMFADevice', () => {
  it('is enabled for its user, tagged, and deleted', async () => {
    const devices = type('VirtualMFADevice', 'SerialNumber');
    const { physicalId: user } = await users.create({});
    const desired = { VirtualMfaDeviceName: 'phone', Path: '/d/', Users: [user] };
    const created = await devices.create({ ...desired, Tags: [{ Key: 'a', Value: '1' }] });
    expect(created.physicalId).toBe('arn:aws:iam::000000000000:mfa/d/phone');
    const Tags = [{ Key: 'b', Value: '1' }];
    const updated = await devices.update(created, { ...desired, Tags });
    expect(await devices.read(updated)).toEqual({ ...desired, SerialNumber: created.physicalId, Tags });
    await expect(devices.update(updated, { ...desired, Users: [] })).rejects.toThrow(/cannot be changed/);
    expect(await devices.list()).toEqual([{ SerialNumber: created.physicalId }]);
    await devices.delete(updated);
    await devices.delete(updated);
    expect(await devices.read(updated)).toBeUndefined();
    await users.delete({ physicalId: user, properties: { UserName: user } });
  });
});

it('logs no error', () => expect(server.errors).toEqual([]));
