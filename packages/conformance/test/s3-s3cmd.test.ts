import { S3 } from '@aws-sdk/client-s3';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/madang.ts';
import { s3cmdClient, s3cmdVersion } from '../support/s3cmd.ts';
import type { S3cmd } from '../support/s3cmd.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** A client that has nothing of AWS's SDKs in it, with its signatures checked. */
describe.skipIf(s3cmdVersion === '')(`s3cmd${s3cmdVersion === '' ? ' (skipped: it is not installed)' : ''}`, () => {
  const directory = temporaryDirectory();
  let server: Server;
  let sdk: S3;
  let s3cmd: S3cmd;

  beforeAll(async () => {
    server = await startServer(['--auth', 'iam']);
    sdk = new S3(server.client());
    s3cmd = s3cmdClient(directory.path, server);
  });
  afterAll(async () => {
    sdk.destroy();
    await server.stop();
    await directory.remove();
  });

  const names = ['a b.txt', 'plus+.txt', 'grüße.txt', 'per%20cent.txt', '.hidden', 'folder/🎈.txt'];
  const keysIn = async (Bucket: string) =>
    ((await sdk.listObjectsV2({ Bucket })).Contents ?? []).map(({ Key = '' }) => Key).sort();

  function writeTree(): string {
    const root = join(directory.path, 'tree');
    mkdirSync(join(root, 'folder'), { recursive: true });
    for (const name of names) writeFileSync(join(root, name), name);
    return root;
  }

  test('puts, lists, copies, moves, syncs, and deletes', async () => {
    const root = writeTree();
    await s3cmd('mb', 's3://stock');
    await s3cmd('sync', `${root}/`, 's3://stock/tree/');
    expect(await keysIn('stock')).toEqual(names.map((name) => `tree/${name}`).sort());
    const listed = await s3cmd('ls', '--recursive', 's3://stock');
    for (const name of names) expect(listed).toContain(`s3://stock/tree/${name}`);
    const back = join(directory.path, 'back');
    mkdirSync(back);
    await s3cmd('sync', 's3://stock/tree/', `${back}/`);
    for (const name of names) expect(readFileSync(join(back, name), 'utf8')).toBe(name);
    await s3cmd('cp', 's3://stock/tree/a b.txt', 's3://stock/copy +');
    await s3cmd('mv', 's3://stock/copy +', 's3://stock/moved');
    expect(await s3cmd('info', 's3://stock/moved')).toMatch(/File size:\s+7\n/);
    await s3cmd('del', '--recursive', '--force', 's3://stock/tree/');
    expect(await keysIn('stock')).toEqual(['moved']);
    await s3cmd('del', 's3://stock/moved');
    await s3cmd('rb', 's3://stock');
  });

  test('uploads in parts', async () => {
    await sdk.createBucket({ Bucket: 'parts' });
    const file = join(directory.path, 'large');
    const content = Buffer.alloc(11 * 1024 * 1024, 'parts of a whole ');
    writeFileSync(file, content);
    await s3cmd('put', file, 's3://parts/large');
    expect((await sdk.headObject({ Bucket: 'parts', Key: 'large' })).ETag).toMatch(/-3"$/);
    await s3cmd('get', 's3://parts/large', `${file}-back`);
    expect(readFileSync(`${file}-back`).equals(content)).toBe(true);
  });

  test('tells errors', async () => {
    await expect(s3cmd('ls', 's3://none')).rejects.toThrow(/NoSuchBucket|does not exist/);
    await expect(s3cmd('get', 's3://parts/none', '-')).rejects.toThrow(/does not exist/);
  });
});
