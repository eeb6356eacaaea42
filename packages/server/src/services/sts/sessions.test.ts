import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type Credentials, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { sessions } from './store.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ clock: 'virtual' });
});
afterAll(() => server.stop());

function identityOf({ AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Partial<Credentials> = {}) {
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new STSClient({ ...server.client, credentials }).send(new GetCallerIdentityCommand({}));
}

it('ends a session in time, and forgets it a day later', async () => {
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await new IAMClient(server.client).send(
    new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument }),
  );
  const { Credentials: keys } = await new STSClient(server.client).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn ?? '', RoleSessionName: 'build', DurationSeconds: 900 }),
  );
  expect(keys?.Expiration?.getTime()).toBe(Math.floor(server.clock.now() / 1000 + 900) * 1000);
  expect((await identityOf(keys)).Arn).toBe('arn:aws:sts::000000000000:assumed-role/deploy/build');

  await server.clock.advance(901_000);
  await expect(identityOf(keys)).rejects.toMatchObject({ name: 'ExpiredToken' });
  const row = () => server.platform.storage.get(sessions, [keys?.AccessKeyId ?? '']);
  expect(await row()).toBeDefined();
  await server.clock.advance(26 * 3_600_000);
  expect(await row()).toBeUndefined();
});
