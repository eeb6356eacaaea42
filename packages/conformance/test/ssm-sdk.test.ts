import {
  paginateDescribeParameters,
  paginateGetParameterHistory,
  paginateGetParametersByPath,
  SSM,
} from '@aws-sdk/client-ssm';
import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

let server: Server;
let ssm: SSM;

beforeAll(async () => {
  server = await startServer(['--clock', 'virtual']);
  ssm = new SSM(server.client());
});

afterAll(async () => {
  ssm.destroy();
  await server.stop();
});

const arnOf = (path: string) => `arn:aws:ssm:us-east-1:000000000000:parameter${path}`;

function put(Name: string, Value = 'x', more: Partial<PutParameterCommandInput> = {}) {
  return ssm.putParameter({ Name, Value, Type: 'String', ...more });
}

async function namesUnder(Path: string, Recursive: boolean, pageSize = 10): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of paginateGetParametersByPath({ client: ssm, pageSize }, { Path, Recursive })) {
    pages.push((page.Parameters ?? []).map(({ Name = '' }) => Name));
  }
  return pages;
}

async function described(Key: string, Option: string, ...Values: string[]): Promise<string[]> {
  const { Parameters = [] } = await ssm.describeParameters({ ParameterFilters: [{ Key, Option, Values }] });
  return Parameters.map(({ Name = '' }) => Name);
}

describe('a parameter', () => {
  test('is created, read, changed, described, and deleted', async () => {
    expect(await put('/life/a', 'one', { Description: 'first' })).toMatchObject({ Version: 1, Tier: 'Standard' });
    const { Parameter } = await ssm.getParameter({ Name: '/life/a' });
    expect(Parameter).toEqual({
      Name: '/life/a',
      Type: 'String',
      Value: 'one',
      Version: 1,
      LastModifiedDate: expect.any(Date),
      ARN: arnOf('/life/a'),
      DataType: 'text',
    });
    expect(await put('/life/a', 'zwei 🎈', { Overwrite: true })).toMatchObject({ Version: 2 });
    expect((await ssm.getParameter({ Name: arnOf('/life/a') })).Parameter?.Value).toBe('zwei 🎈');
    const { Parameters } = await ssm.describeParameters({
      ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: ['/life/a'] }],
    });
    expect(Parameters).toMatchObject([
      {
        Name: '/life/a',
        Description: 'first',
        Version: 2,
        Tier: 'Standard',
        LastModifiedUser: expect.stringMatching(/^arn:aws:iam::/),
        Policies: [],
      },
    ]);
    await ssm.deleteParameter({ Name: '/life/a' });
    await expect(ssm.getParameter({ Name: '/life/a' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('keeps its versions, and labels that move between them', async () => {
    await put('/labels/a', 'v1');
    for (const value of ['v2', 'v3']) await put('/labels/a', value, { Overwrite: true });
    const labelled = await ssm.labelParameterVersion({
      Name: '/labels/a',
      ParameterVersion: 1,
      Labels: ['stable', 'aws-no', '1st'],
    });
    expect(labelled).toMatchObject({ ParameterVersion: 1, InvalidLabels: ['aws-no', '1st'] });
    const valueOf = async (selector: string) => (await ssm.getParameter({ Name: `/labels/a:${selector}` })).Parameter;
    expect(await valueOf('stable')).toMatchObject({ Value: 'v1', Version: 1, Selector: ':stable' });
    expect(await valueOf('2')).toMatchObject({ Value: 'v2', Selector: ':2' });
    await ssm.labelParameterVersion({ Name: '/labels/a', Labels: ['stable'] });
    expect(await valueOf('stable')).toMatchObject({ Value: 'v3' });
    const removed = await ssm.unlabelParameterVersion({
      Name: '/labels/a',
      ParameterVersion: 3,
      Labels: ['stable', 'absent'],
    });
    expect(removed).toMatchObject({ RemovedLabels: ['stable'], InvalidLabels: ['absent'] });
  });

  test('tells its history by page', async () => {
    await put('/history/a', '1');
    for (let version = 2; version <= 7; version++) await put('/history/a', `${version}`, { Overwrite: true });
    const pages: string[][] = [];
    for await (const page of paginateGetParameterHistory({ client: ssm, pageSize: 3 }, { Name: '/history/a' })) {
      pages.push((page.Parameters ?? []).map(({ Value = '' }) => Value));
    }
    expect(pages).toEqual([['1', '2', '3'], ['4', '5', '6'], ['7']]);
  });

  test('that is secret is shown only on request', async () => {
    await put('/secret/a', 'hunter2', { Type: 'SecureString' });
    const [sealed, open] = await Promise.all([
      ssm.getParameter({ Name: '/secret/a' }),
      ssm.getParameter({ Name: '/secret/a', WithDecryption: true }),
    ]);
    expect(sealed.Parameter).toMatchObject({ Type: 'SecureString' });
    expect(sealed.Parameter?.Value).not.toContain('hunter2');
    expect(open.Parameter?.Value).toBe('hunter2');
    const { Parameters } = await ssm.getParameterHistory({ Name: '/secret/a', WithDecryption: true });
    expect(Parameters).toMatchObject([{ Value: 'hunter2', KeyId: 'alias/aws/ssm' }]);
  });

  test('carries tags', async () => {
    await put('/tags/a', 'x', { Tags: [{ Key: 'team', Value: 'red' }] });
    const resource = { ResourceType: 'Parameter', ResourceId: '/tags/a' } as const;
    await ssm.addTagsToResource({ ...resource, Tags: [{ Key: 'stage', Value: 'test' }] });
    await ssm.removeTagsFromResource({ ...resource, TagKeys: ['team'] });
    expect((await ssm.listTagsForResource(resource)).TagList).toEqual([{ Key: 'stage', Value: 'test' }]);
    expect(await described('tag:stage', 'Equals', 'test')).toEqual(['/tags/a']);
  });

  test('expires when its policy says so', async () => {
    await put('/expiring/a');
    const now = (await ssm.getParameter({ Name: '/expiring/a' })).Parameter?.LastModifiedDate?.getTime() ?? 0;
    const Timestamp = new Date(now + 3_600_000).toISOString();
    const Policies = JSON.stringify([{ Type: 'Expiration', Version: '1.0', Attributes: { Timestamp } }]);
    const change = { Overwrite: true, Tier: 'Advanced', Policies } as const;
    expect(await put('/expiring/a', 'x', change)).toMatchObject({ Tier: 'Advanced' });
    const { Parameters } = await ssm.describeParameters({
      ParameterFilters: [{ Key: 'Name', Values: ['/expiring/a'] }],
    });
    expect(Parameters?.[0]?.Policies).toMatchObject([{ PolicyType: 'Expiration', PolicyStatus: 'Pending' }]);
    await server.advance(3000);
    expect((await ssm.getParameter({ Name: '/expiring/a' })).Parameter?.Value).toBe('x');
    await server.advance(700);
    await expect(ssm.getParameter({ Name: '/expiring/a' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });
});

describe('many parameters', () => {
  const tree = ['/tree/a', '/tree/b/c', '/tree/b/d', '/tree/b/e/f', '/treetop/x'];
  beforeAll(() => Promise.all(tree.map((name) => put(name))));

  test('are read by path: one level, or all below', async () => {
    expect((await namesUnder('/tree', false)).flat()).toEqual(['/tree/a']);
    expect((await namesUnder('/tree/', true)).flat().sort()).toEqual(tree.slice(0, 4));
    expect((await namesUnder('/tree/b', false)).flat().sort()).toEqual(['/tree/b/c', '/tree/b/d']);
    const pages = await namesUnder('/tree', true, 3);
    expect(pages.map(({ length }) => length)).toEqual([3, 1]);
  });

  test('are read and deleted by name, those that are not there told', async () => {
    await Promise.all(['/some/a', '/some/b'].map((name) => put(name)));
    const found = await ssm.getParameters({ Names: ['/some/b', '/some/none', '/some/a:1', '/some/a:9'] });
    expect(found.Parameters?.map(({ Name }) => Name).sort()).toEqual(['/some/a', '/some/b']);
    expect(found.InvalidParameters?.sort()).toEqual(['/some/a:9', '/some/none']);
    const deleted = await ssm.deleteParameters({ Names: ['/some/a', '/some/b', '/some/none'] });
    expect(deleted.DeletedParameters?.sort()).toEqual(['/some/a', '/some/b']);
    expect(deleted.InvalidParameters).toEqual(['/some/none']);
  });

  test('are described by filters and by page', async () => {
    await put('/tree/list', 'a,b', { Type: 'StringList' });
    expect(await described('Path', 'OneLevel', '/tree/b')).toEqual(['/tree/b/c', '/tree/b/d']);
    expect((await described('Name', 'BeginsWith', '/tree/b')).sort()).toEqual(tree.slice(1, 4));
    expect(await described('Type', 'Equals', 'StringList')).toEqual(['/tree/list']);
    const names = Array.from({ length: 7 }, (_, index) => `/paged/${index}`);
    await Promise.all(names.map((name) => put(name)));
    const pages: string[][] = [];
    const filter = { ParameterFilters: [{ Key: 'Path', Values: ['/paged'] }] };
    for await (const page of paginateDescribeParameters({ client: ssm, pageSize: 3 }, filter)) {
      pages.push((page.Parameters ?? []).map(({ Name = '' }) => Name));
    }
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(pages.flat().sort()).toEqual(names);
  });

  test('are public: those of images are the same for all', async () => {
    const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { Parameter } = await ssm.getParameter({ Name });
    expect(Parameter).toMatchObject({
      Name,
      Value: expect.stringMatching(/^ami-[0-9a-f]{17}$/),
      DataType: 'aws:ec2:image',
      ARN: `arn:aws:ssm:us-east-1::parameter${Name}`,
    });
    const pages = await namesUnder('/aws/service/ami-amazon-linux-latest', false, 5);
    expect(pages.flat()).toContain(Name);
  });
});

describe('errors', () => {
  beforeAll(() => put('/errors/a'));
  const name = '/errors/a';

  test.each<[code: string, message: string | RegExp, call: () => Promise<unknown>]>([
    ['ParameterNotFound', /./, () => ssm.getParameter({ Name: '/errors/none' })],
    ['ParameterNotFound', /./, () => ssm.deleteParameter({ Name: '/errors/none' })],
    [
      'ParameterVersionNotFound',
      `Systems Manager could not find version 9 of ${name}. Verify the version and try again.`,
      () => ssm.getParameter({ Name: `${name}:9` }),
    ],
    [
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      () => put(name),
    ],
    ['HierarchyTypeMismatchException', /type/, () => put(name, 'a,b', { Type: 'StringList', Overwrite: true })],
    ['HierarchyLevelLimitExceededException', /maximum of 15 levels/, () => put('/x'.repeat(16))],
    [
      'ParameterPatternMismatchException',
      /^Parameter value, cannot be validated against allowedPattern: \^\\d\+\$/,
      () => put('/errors/p', 'x', { AllowedPattern: '^\\d+$' }),
    ],
    ['InvalidAllowedPatternException', /./, () => put('/errors/p', 'x', { AllowedPattern: '(' })],
    ['ValidationException', /^Parameter name: can't be prefixed with "ssm"/, () => put('/ssm/x')],
    ['AccessDeniedException', /^No access to reserved parameter name: aws\/x\.$/, () => put('/aws/x')],
    ['ValidationException', /a maximum parameter value of 4096 characters/, () => put('/errors/big', 'x'.repeat(4097))],
    ['ValidationException', /tags and overwrite can't be used together/, () => tagAndOverwrite()],
    [
      'ValidationException',
      /'parameterFilters\.1\.member\.key' failed to satisfy constraint/,
      () => ssm.describeParameters({ ParameterFilters: [{ Key: 'Colour', Values: ['x'] }] }),
    ],
    [
      'InvalidFilterKey',
      /filter key is not valid: Path/,
      () => ssm.getParametersByPath({ Path: '/', ParameterFilters: [{ Key: 'Path', Values: ['/x'] }] }),
    ],
    [
      'InvalidFilterOption',
      /./,
      () => ssm.describeParameters({ ParameterFilters: [{ Key: 'Type', Option: 'Wrong', Values: ['String'] }] }),
    ],
    ['ValidationException', /./, () => ssm.getParametersByPath({ Path: 'no-slash' })],
    [
      'ValidationException',
      /^1 validation error detected: Value .* at 'maxResults' failed to satisfy constraint/,
      () => ssm.getParametersByPath({ Path: '/', MaxResults: 11 }),
    ],
    ['InvalidNextToken', /./, () => ssm.getParametersByPath({ Path: '/', NextToken: 'x' })],
    [
      'InvalidResourceId',
      /./,
      () => ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: '/errors/none' }),
    ],
    ['InvalidPolicyTypeException', /./, () => withPolicy({ Type: 'Rotation', Version: '1.0', Attributes: {} })],
  ])('%s %s', async (code, message, call) => {
    await expect(call()).rejects.toMatchObject(sdkError(code, 400, message));
  });

  const tagAndOverwrite = () => put(name, 'x', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] });
  const withPolicy = (policy: object) =>
    put('/errors/policy', 'x', { Tier: 'Advanced', Policies: JSON.stringify([policy]) });

  test('name the operations of Systems Manager that are not here', async () => {
    await expect(ssm.describeInstanceInformation({})).rejects.toMatchObject({
      message: expect.stringContaining('DescribeInstanceInformation'),
    });
  });
});
