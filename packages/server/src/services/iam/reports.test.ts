import * as Iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let iam: Iam.IAMClient;
beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
  iam = new Iam.IAMClient(server.client);
  await iam.send(new Iam.CreateUserCommand({ UserName: 'ann' }));
  await iam.send(new Iam.CreateAccessKeyCommand({ UserName: 'ann' }));
  await iam.send(new Iam.CreateUserCommand({ UserName: 'ben,jr' }));
});
afterAll(() => server.stop());

it('writes a credential report as a job', async () => {
  await expect(iam.send(new Iam.GetCredentialReportCommand({}))).rejects.toMatchObject({
    name: 'CredentialReportNotPresentException',
    $metadata: { httpStatusCode: 410 },
  });
  expect((await iam.send(new Iam.GenerateCredentialReportCommand({}))).State).toBe('STARTED');
  await server.clock.advance(60_000);
  expect((await iam.send(new Iam.GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
  const { Content, ReportFormat } = await iam.send(new Iam.GetCredentialReportCommand({}));
  expect(ReportFormat).toBe('text/csv');
  const [header = '', root = '', ann = '', ben = ''] = Buffer.from(Content ?? [])
    .toString()
    .split('\n');
  expect(header.split(',')).toHaveLength(22);
  expect(root).toMatch(/^<root_account>,arn:aws:iam::000000000000:root,1970-01-01T00:00:00\+00:00,not_supported,/);
  expect(ben).toMatch(/^"ben,jr","arn:aws:iam::000000000000:user\/ben,jr",/);
  const cells = Object.fromEntries(header.split(',').map((name, index) => [name, ann.split(',')[index]]));
  expect(cells).toMatchObject({
    user: 'ann',
    password_enabled: 'false',
    mfa_active: 'false',
    access_key_1_active: 'true',
    access_key_1_last_used_date: 'N/A',
    access_key_2_active: 'false',
  });
  await server.clock.advance(25 * 3_600_000);
  await expect(iam.send(new Iam.GetCredentialReportCommand({}))).rejects.toMatchObject({
    name: 'CredentialReportExpiredException',
  });
});

it('makes roles that are linked to a service, and deletes them as a job', async () => {
  const AWSServiceName = 'ecs.amazonaws.com';
  const { Role } = await iam.send(new Iam.CreateServiceLinkedRoleCommand({ AWSServiceName }));
  expect(Role?.Arn).toBe(`arn:aws:iam::000000000000:role/aws-service-role/${AWSServiceName}/AWSServiceRoleForECS`);
  await expect(iam.send(new Iam.CreateServiceLinkedRoleCommand({ AWSServiceName }))).rejects.toMatchObject({
    name: 'InvalidInputException',
    message: expect.stringContaining('has been taken in this account'),
  });
  await expect(iam.send(new Iam.DeleteRoleCommand({ RoleName: 'AWSServiceRoleForECS' }))).rejects.toMatchObject({
    name: 'UnmodifiableEntityException',
  });
  const { DeletionTaskId } = await iam.send(
    new Iam.DeleteServiceLinkedRoleCommand({ RoleName: 'AWSServiceRoleForECS' }),
  );
  await server.clock.advance(60_000);
  const status = await iam.send(new Iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
  expect(status.Status).toBe('SUCCEEDED');
  await expect(iam.send(new Iam.GetRoleCommand({ RoleName: 'AWSServiceRoleForECS' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

it('reports through whom services were reached', async () => {
  await iam.send(
    new Iam.AttachUserPolicyCommand({ UserName: 'ann', PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }),
  );
  const { AccessKey } = await iam.send(new Iam.CreateAccessKeyCommand({ UserName: 'ann' }));
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  const ann = new Iam.IAMClient({ ...server.client, credentials });
  await ann.send(new Iam.ListUsersCommand({}));
  const Arn = 'arn:aws:iam::000000000000:user/ann';
  const { JobId } = await iam.send(new Iam.GenerateServiceLastAccessedDetailsCommand({ Arn }));
  const report = await iam.send(new Iam.GetServiceLastAccessedDetailsCommand({ JobId }));
  expect(report.JobStatus).toBe('COMPLETED');
  expect(report.ServicesLastAccessed).toEqual([
    expect.objectContaining({ ServiceNamespace: 'iam', LastAuthenticatedEntity: Arn, TotalAuthenticatedEntities: 1 }),
  ]);
  const entities = await iam.send(
    new Iam.GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace: 'iam' }),
  );
  expect(entities.EntityDetailsList?.[0]?.EntityInfo).toMatchObject({ Name: 'ann', Type: 'USER', Path: '/' });
});
