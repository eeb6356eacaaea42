import { AttachRolePolicyCommand, CreatePolicyCommand, IAMClient, TagRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResourceHarness } from '../../../testing/resource-harness.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

let server: TestServer;
let client: IAMClient;
let roles: ResourceHarness;
let policies: ResourceHarness;
let rolePolicies: ResourceHarness;
let profiles: ResourceHarness;

beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  client = new IAMClient(server.client);
  const type = (name: string, ref: string) => new ResourceHarness(server, `AWS::IAM::${name}`, ref);
  roles = type('Role', 'RoleName');
  policies = type('Policy', 'Id');
  rolePolicies = type('RolePolicy', 'PolicyName');
  profiles = type('InstanceProfile', 'InstanceProfileName');
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const AssumeRolePolicyDocument = trust('lambda.amazonaws.com');

describe('AWS::IAM::Role', () => {
  it('has a generated name of at most 64 characters, an ARN and an id', async () => {
    const stack = { id: 'x', name: 'a-stack-with-quite-a-long-name', logicalId: 'AndAResourceWithALongNameAsWell' };
    const long = new ResourceHarness(server, 'AWS::IAM::Role', 'RoleName', { stack });
    const { physicalId, answered } = await long.create({ AssumeRolePolicyDocument });
    expect(physicalId).toMatch(/^a-stack-with-quite-a-long-\w+-[A-Z0-9]{12}$/);
    expect(physicalId).toHaveLength(64);
    expect(answered).toMatchObject({
      Arn: `arn:aws:iam::000000000000:role/${physicalId}`,
      RoleId: expect.stringMatching(/^AROA/),
    });
  });

  it('is read with all that it has', async () => {
    const desired = {
      RoleName: 'worker',
      Path: '/team/',
      AssumeRolePolicyDocument,
      Description: 'Works',
      MaxSessionDuration: 7200,
      PermissionsBoundary: admin,
      ManagedPolicyArns: [readOnly],
      Policies: [{ PolicyName: 'inline', PolicyDocument: allow('sqs:*') }],
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    const created = await roles.create(desired);
    expect(await roles.read(created)).toEqual({
      ...desired,
      Arn: created.answered['Arn'],
      RoleId: created.answered['RoleId'],
    });
    expect(created.answered['Arn']).toBe('arn:aws:iam::000000000000:role/team/worker');
  });

  it('updates every property in place', async () => {
    const created = await roles.create({
      AssumeRolePolicyDocument,
      ManagedPolicyArns: [readOnly],
      Policies: [
        { PolicyName: 'a', PolicyDocument: allow('sqs:*') },
        { PolicyName: 'b', PolicyDocument: allow('sqs:*') },
      ],
      Tags: [{ Key: 'goes', Value: '1' }],
    });
    const desired = {
      AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
      Description: 'Changed',
      MaxSessionDuration: 7200,
      PermissionsBoundary: readOnly,
      ManagedPolicyArns: [admin],
      Policies: [
        { PolicyName: 'b', PolicyDocument: allow('sns:*') },
        { PolicyName: 'c', PolicyDocument: allow('ssm:*') },
      ],
      Tags: [{ Key: 'comes', Value: '1' }],
    };
    const updated = await roles.update(created, desired);
    expect(updated.physicalId).toBe(created.physicalId);
    expect(await roles.read(updated)).toMatchObject(desired);
    const bare = await roles.update(updated, { AssumeRolePolicyDocument });
    expect(await roles.read(bare)).toEqual({
      AssumeRolePolicyDocument,
      RoleName: created.physicalId,
      RoleId: created.answered['RoleId'],
      Arn: created.answered['Arn'],
      Path: '/',
      MaxSessionDuration: 3600,
    });
  });

  it('keeps what others have attached, which then stands in the way of its deletion', async () => {
    const created = await roles.create({ AssumeRolePolicyDocument, ManagedPolicyArns: [readOnly] });
    await client.send(new AttachRolePolicyCommand({ RoleName: created.physicalId, PolicyArn: admin }));
    const updated = await roles.update(created, { AssumeRolePolicyDocument });
    expect(await roles.read(updated)).toMatchObject({ ManagedPolicyArns: [admin] });
    await expect(roles.delete(updated)).rejects.toMatchObject({ code: 'DeleteConflictException' });
    expect(await roles.read(updated)).toBeDefined();
  });

  it('is listed, deleted with its policies, and no error when gone', async () => {
    const Policies = [{ PolicyName: 'a', PolicyDocument: allow('sqs:*') }];
    const created = await roles.create({ AssumeRolePolicyDocument, ManagedPolicyArns: [readOnly], Policies });
    expect(await roles.list()).toContainEqual({ RoleName: created.physicalId });
    await roles.delete(created);
    await roles.delete(created);
    expect(await roles.read(created)).toBeUndefined();
  });

  it('is deleted with all policies through Cloud Control, which knows its name alone', async () => {
    const control = new ResourceHarness(server, 'AWS::IAM::Role', 'RoleName', { stack: 'cloud-control' });
    const { physicalId } = await control.create({ AssumeRolePolicyDocument, ManagedPolicyArns: [readOnly] });
    await control.delete({ physicalId, properties: { RoleName: physicalId } });
    expect(await control.read({ physicalId, properties: { RoleName: physicalId } })).toBeUndefined();
  });

  it('does not take over a role that is there', async () => {
    await roles.create({ RoleName: 'mine', AssumeRolePolicyDocument });
    const again = roles.create({ RoleName: 'mine', AssumeRolePolicyDocument });
    await expect(again).rejects.toThrow('Role with name mine already exists.');
  });

  it('keeps system tags from users, and out of the count', async () => {
    const Tags = Array.from({ length: 50 }, (_, n) => ({ Key: `key${n}`, Value: 'x' }));
    const { physicalId: RoleName } = await roles.create({ AssumeRolePolicyDocument, Tags });
    const tagging = client.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'aws:x', Value: 'y' }] }));
    await expect(tagging).rejects.toThrow(/reserved/);
  });
});

describe('AWS::IAM::Policy', () => {
  it('is embedded in its targets, moves with them and with its name', async () => {
    const [a, b] = [await roles.create({ AssumeRolePolicyDocument }), await roles.create({ AssumeRolePolicyDocument })];
    const created = await policies.create({
      PolicyName: 'p',
      PolicyDocument: allow('sqs:*'),
      Roles: [a.physicalId, b.physicalId],
    });
    expect(created.physicalId).toMatch(/^demo-Thing-[A-Z0-9]{12}$/);
    expect(await policies.read(created)).toMatchObject({ Roles: [a.physicalId, b.physicalId] });
    const updated = await policies.update(created, {
      PolicyName: 'p',
      PolicyDocument: allow('sns:*'),
      Roles: [b.physicalId],
    });
    expect(await roles.read(a)).not.toHaveProperty('Policies');
    expect(await roles.read(b)).toMatchObject({ Policies: [{ PolicyName: 'p', PolicyDocument: allow('sns:*') }] });
    const renamed = await policies.update(updated, { ...updated.desired, PolicyName: 'q' });
    expect(await roles.read(b)).toMatchObject({ Policies: [{ PolicyName: 'q' }] });
    await policies.delete(renamed);
    await policies.delete(renamed);
    expect(await policies.read(renamed)).toBeUndefined();
    await roles.delete(b);
  });

  it('needs a target', async () => {
    const lost = policies.create({ PolicyName: 'p', PolicyDocument: allow('sqs:*') });
    await expect(lost).rejects.toThrow('At least one of [Groups,Roles,Users] must be non-empty.');
  });
});

describe('AWS::IAM::RolePolicy', () => {
  it('is created, changed, listed and deleted', async () => {
    const { physicalId: RoleName } = await roles.create({ AssumeRolePolicyDocument });
    const created = await rolePolicies.create({ RoleName, PolicyName: 'own', PolicyDocument: allow('sqs:*') });
    const again = rolePolicies.create({ RoleName, PolicyName: 'own', PolicyDocument: allow('sqs:*') });
    await expect(again).rejects.toThrow(
      `Resource of type 'AWS::IAM::RolePolicy' with identifier 'own|${RoleName}' already exists.`,
    );
    const desired = { RoleName, PolicyName: 'own', PolicyDocument: allow('sns:*') };
    const updated = await rolePolicies.update(created, desired);
    expect(await rolePolicies.read(updated)).toEqual(desired);
    expect(await rolePolicies.list({ RoleName })).toEqual([{ RoleName, PolicyName: 'own' }]);
    expect(await rolePolicies.list()).toContainEqual({ RoleName, PolicyName: 'own' });
    await rolePolicies.delete(updated);
    await rolePolicies.delete(updated);
    expect(await rolePolicies.read(updated)).toBeUndefined();
  });
});

describe('AWS::IAM::InstanceProfile', () => {
  it('holds a role, another one after an update, and lets go of it when deleted', async () => {
    const [a, b] = [await roles.create({ AssumeRolePolicyDocument }), await roles.create({ AssumeRolePolicyDocument })];
    const created = await profiles.create({ Path: '/p/', Roles: [a.physicalId] });
    expect(await profiles.read(created)).toEqual({
      InstanceProfileName: created.physicalId,
      Arn: `arn:aws:iam::000000000000:instance-profile/p/${created.physicalId}`,
      Path: '/p/',
      Roles: [a.physicalId],
    });
    const updated = await profiles.update(created, { Path: '/p/', Roles: [b.physicalId] });
    expect(await profiles.read(updated)).toMatchObject({ Roles: [b.physicalId] });
    expect(await profiles.list()).toEqual([{ InstanceProfileName: created.physicalId }]);
    await profiles.delete(updated);
    await profiles.delete(updated);
    expect(await profiles.read(updated)).toBeUndefined();
    await roles.delete(b);
  });
});

describe('AWS::IAM::ManagedPolicy', () => {
  it('gets versions, of which the oldest goes, and moves between its targets', async () => {
    const managed = new ResourceHarness(server, 'AWS::IAM::ManagedPolicy', 'PolicyArn');
    const [a, b] = [await roles.create({ AssumeRolePolicyDocument }), await roles.create({ AssumeRolePolicyDocument })];
    const base = { Path: '/p/', Description: 'Does it' };
    let held = await managed.create({ ...base, PolicyDocument: allow('s3:*'), Roles: [a.physicalId] });
    expect(held.physicalId).toMatch(/^arn:aws:iam::000000000000:policy\/p\/demo-Thing-[A-Z0-9]{12}$/);
    expect(held.answered).toMatchObject({
      PolicyId: expect.stringMatching(/^ANPA/),
      DefaultVersionId: 'v1',
      AttachmentCount: 1,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: expect.stringMatching(/^\d{4}-.*Z$/),
      UpdateDate: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    for (const action of ['a:*', 'b:*', 'c:*', 'd:*', 'e:*']) {
      held = await managed.update(held, { ...base, PolicyDocument: allow(action), Roles: [b.physicalId] });
    }
    expect(held.answered['DefaultVersionId']).toBe('v6');
    expect(await managed.read(held)).toMatchObject({ ...base, PolicyDocument: allow('e:*'), Roles: [b.physicalId] });
    expect(await roles.read(a)).not.toHaveProperty('ManagedPolicyArns');
    expect(await managed.list()).toContainEqual({ PolicyArn: held.physicalId });
    await managed.delete(held);
    await managed.delete(held);
    expect(await managed.read(held)).toBeUndefined();
    expect(await roles.read(b)).not.toHaveProperty('ManagedPolicyArns');
  });

  it('stays where others have attached it', async () => {
    const managed = new ResourceHarness(server, 'AWS::IAM::ManagedPolicy', 'PolicyArn');
    const held = await managed.create({ PolicyDocument: allow('s3:*') });
    const { physicalId: RoleName } = await roles.create({ AssumeRolePolicyDocument });
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: held.physicalId }));
    await expect(managed.delete(held)).rejects.toMatchObject({ code: 'DeleteConflictException' });
  });

  it('does not take over a policy that is there', async () => {
    const PolicyDocument = JSON.stringify(allow('s3:*'));
    await client.send(new CreatePolicyCommand({ PolicyName: 'theirs', PolicyDocument }));
    const managed = new ResourceHarness(server, 'AWS::IAM::ManagedPolicy', 'PolicyArn');
    await expect(managed.create({ ManagedPolicyName: 'theirs', PolicyDocument })).rejects.toThrow(/already exists/);
  });
});

it('logs no error', () => expect(server.errors).toEqual([]));
