import { S3 } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, runAws, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { httpRequest } from '../support/http-request.ts';
import { temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';
import { inKeyOrder, strangeNames } from '../support/strange-keys.ts';

describe.skipIf(awsCliVersion === '')(`aws s3${withoutAwsCli}`, () => {
  const directory = temporaryDirectory();
  const config = join(directory.path, 'config');
  let server: Server;
  let sdk: S3;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    sdk = new S3(server.client());
    aws = awsCli(server.endpoint, server.keys);
    const s3 = ['multipart_threshold = 5MB', 'multipart_chunksize = 5MB', 'addressing_style = path'];
    writeFileSync(config, ['[default]', 's3 =', ...s3.map((line) => `    ${line}`), ''].join('\n'));
  });
  afterAll(async () => {
    sdk.destroy();
    await server.stop();
    await directory.remove();
  });

  /** `aws s3`, its output as text. Names in it may be anything, so Python must write UTF-8. */
  const s3 = (...args: string[]) =>
    runAws(server.endpoint, server.keys, ['s3', ...args], { AWS_CONFIG_FILE: config, PYTHONUTF8: '1' });

  function writeTree(name: string, files: readonly string[]): string {
    const root = join(directory.path, name);
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `content of ${file}`);
    }
    return root;
  }

  function readTree(root: string): Record<string, string> {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = entries.map(({ parentPath, name }) => join(parentPath, name));
    return Object.fromEntries(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
  }

  async function keysIn(Bucket: string): Promise<string[]> {
    const { Contents = [] } = await sdk.listObjectsV2({ Bucket, EncodingType: 'url' });
    return Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
  }

  test.concurrent('sync carries a tree with strange names there and back', async ({ expect }) => {
    await s3('mb', 's3://tree');
    const root = writeTree('there', strangeNames);
    await s3('sync', root, 's3://tree/');
    expect(await keysIn('tree')).toEqual(inKeyOrder(strangeNames));
    const back = join(directory.path, 'back');
    await s3('sync', 's3://tree', back);
    expect(readTree(back)).toEqual(readTree(root));
    expect(await s3('sync', back, 's3://tree')).toBe('');
    rmSync(join(root, strangeNames[0] ?? ''));
    await s3('sync', '--delete', '--size-only', root, 's3://tree');
    expect(await keysIn('tree')).toEqual(inKeyOrder(strangeNames.slice(1)));
    const listed = await s3('ls', '--recursive', '--summarize', 's3://tree/');
    expect(listed).toContain('日本語/ファイル.txt');
    expect(listed).toContain(`Total Objects: ${strangeNames.length - 1}`);
    await s3('rm', '--recursive', 's3://tree');
    expect(await keysIn('tree')).toEqual([]);
    await s3('rb', 's3://tree');
    await expect(sdk.headBucket({ Bucket: 'tree' })).rejects.toMatchObject({ name: 'NotFound' });
  });

  test.concurrent('cp and mv take what is large in parts', async ({ expect }) => {
    await sdk.createBucket({ Bucket: 'large' });
    const file = join(directory.path, 'large');
    const content = Buffer.alloc(12 * 1024 * 1024, 'all work and no play ');
    writeFileSync(file, content);
    await s3('cp', file, 's3://large/a b', '--metadata', 'colour=red');
    const head = await sdk.headObject({ Bucket: 'large', Key: 'a b' });
    expect(head).toMatchObject({ ETag: expect.stringMatching(/-3"$/), Metadata: { colour: 'red' } });
    await s3('cp', 's3://large/a b', 's3://large/copy');
    await s3('mv', 's3://large/copy', 's3://large/moved');
    expect(await keysIn('large')).toEqual(['a b', 'moved']);
    const back = join(directory.path, 'large-back');
    await s3('mv', 's3://large/moved', back);
    const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect(digest(readFileSync(back))).toBe(digest(content));
    expect(await keysIn('large')).toEqual(['a b']);
    expect((await sdk.listMultipartUploads({ Bucket: 'large' })).Uploads ?? []).toEqual([]);
    await s3('rb', '--force', 's3://large');
  });

  test.concurrent('keys that are no paths are listed, printed, and removed', async ({ expect }) => {
    await sdk.createBucket({ Bucket: 'pathless' });
    for (const Key of ['a//b', 'a/c', 'a/d/e']) await sdk.putObject({ Bucket: 'pathless', Key, Body: `<${Key}>` });
    expect(await s3('cp', 's3://pathless/a//b', '-')).toBe('<a//b>');
    const listed = (await s3('ls', 's3://pathless/a/')).trim().split('\n');
    expect(listed.map((line) => line.trim().split(/\s+/).slice(-2).join(' '))).toEqual(['PRE /', 'PRE d/', '5 c']);
    await s3('rm', 's3://pathless/a//b');
    expect(await keysIn('pathless')).toEqual(['a/c', 'a/d/e']);
  });

  test.concurrent('presign and website open a bucket to browsers', async ({ expect }) => {
    await sdk.createBucket({ Bucket: 'browsed' });
    await sdk.putObject({ Bucket: 'browsed', Key: 'index.html', Body: 'home' });
    await sdk.putObject({ Bucket: 'browsed', Key: 'ü +%.html', Body: 'strange' });
    const url = (await s3('presign', 's3://browsed/ü +%.html', '--expires-in', '60')).trim();
    expect(await (await fetch(url)).text()).toBe('strange');
    await s3('website', 's3://browsed', '--index-document', 'index.html', '--error-document', 'error.html');
    const answer = await httpRequest(server.port, '/', { host: 'browsed.s3-website.localhost' });
    expect(answer).toMatchObject({ status: 200, text: 'home' });
  });

  test.concurrent('s3api knows what s3 does not', async ({ expect }) => {
    const on = ['--bucket', 'api', '--key', 'a'];
    const api = (...args: string[]) => aws('s3api', ...args);
    await api('create-bucket', '--bucket', 'api');
    const body = ['--body', writeTree('api', ['a']) + '/a'];
    expect(await api('put-object', ...on, ...body, '--checksum-algorithm', 'SHA256')).toMatchObject({
      ChecksumSHA256: createHash('sha256').update('content of a').digest('base64'),
    });
    expect(await api('head-object', ...on)).toMatchObject({ ContentLength: 12 });
    await api('put-object-tagging', ...on, '--tagging', 'TagSet=[{Key=k,Value=v}]');
    expect(await api('get-object-tagging', ...on)).toEqual({ TagSet: [{ Key: 'k', Value: 'v' }] });
    await api('wait', 'object-exists', ...on);
    const range = await api('get-object', ...on, '--range', 'bytes=0-6', join(directory.path, 'range'));
    expect(range).toMatchObject({ ContentRange: 'bytes 0-6/12' });
    expect(readFileSync(join(directory.path, 'range'), 'utf8')).toBe('content');
  });

  describe('errors', () => {
    beforeAll(async () => {
      await sdk.createBucket({ Bucket: 'errors' });
      await sdk.putObject({ Bucket: 'errors', Key: 'a', Body: 'x' });
    });
    const on = ['--bucket', 'errors'];
    const unknownUpload = ['--upload-id', 'none'];

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      ['NoSuchBucket', 'ListObjectsV2', 'The specified bucket does not exist', ['list-objects-v2', '--bucket', 'none']],
      [
        'NoSuchKey',
        'GetObject',
        'The specified key does not exist.',
        ['get-object', ...on, '--key', 'none', '/dev/null'],
      ],
      ['404', 'HeadObject', 'Not Found', ['head-object', ...on, '--key', 'none']],
      ['BucketNotEmpty', 'DeleteBucket', 'The bucket you tried to delete is not empty', ['delete-bucket', ...on]],
      [
        'InvalidBucketName',
        'CreateBucket',
        'The specified bucket is not valid.',
        ['create-bucket', '--bucket', 'Upper'],
      ],
      ['NoSuchUpload', 'ListParts', /does not exist/, ['list-parts', ...on, '--key', 'a', ...unknownUpload]],
      [
        'InvalidRange',
        'GetObject',
        'The requested range is not satisfiable',
        ['get-object', ...on, '--key', 'a', '--range', 'bytes=9-', '/dev/null'],
      ],
      [
        'PreconditionFailed',
        'GetObject',
        'At least one of the pre-conditions you specified did not hold',
        ['get-object', ...on, '--key', 'a', '--if-match', 'other', '/dev/null'],
      ],
      ['NoSuchBucketPolicy', 'GetBucketPolicy', 'The bucket policy does not exist', ['get-bucket-policy', ...on]],
      ['MalformedPolicy', 'PutBucketPolicy', /JSON/, ['put-bucket-policy', ...on, '--policy', 'nonsense']],
      [
        'InvalidTag',
        'PutObjectTagging',
        'Cannot provide multiple Tags with the same key',
        ['put-object-tagging', ...on, '--key', 'a', '--tagging', 'TagSet=[{Key=k,Value=v},{Key=k,Value=w}]'],
      ],
      [
        'IllegalLocationConstraintException',
        'CreateBucket',
        /^The unspecified location constraint is incompatible/,
        ['create-bucket', '--bucket', 'elsewhere', '--region', 'eu-central-1'],
      ],
    ])('%s of %s: %s', async (code, operation, message, args) => {
      await expect(aws('s3api', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
