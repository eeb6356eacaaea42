import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ParameterStringFilter } from '../../../../generated/types/ssm.ts';
import { startTestSsm } from '../testing.ts';
import type { TestSsm } from '../testing.ts';

let ssm: TestSsm;
let call: TestSsm['call'];

/** In the order of lists: level by level. */
const names = ['/top', '/z-1', 'root', '/a/1', '/a/2', '/a/b/1', '/a/b/c/1', '/ab/1'];

beforeAll(async () => {
  ssm = await startTestSsm();
  call = ssm.call;
  for (const name of names) await ssm.putString(name, `value of ${name}`);
  const Tags = [{ Key: 'team', Value: 'red' }];
  await call.PutParameter({ Name: '/s/1', Value: 'x', Type: 'SecureString', Tags, Tier: 'Advanced' });
});
afterAll(() => ssm.close());

async function byPath(Path: string, Recursive = false, MaxResults = 3) {
  const found: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.GetParametersByPath({ Path, Recursive, MaxResults, NextToken });
    found.push(...(page.Parameters ?? []).map(({ Name }) => Name));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}

async function described(...ParameterFilters: ParameterStringFilter[]) {
  const { Parameters = [] } = await call.DescribeParameters({ ParameterFilters });
  return Parameters.map(({ Name }) => Name);
}

describe('by path', () => {
  test('one level or all below, in pages', async () => {
    expect(await byPath('/a')).toEqual(['/a/1', '/a/2']);
    expect(await byPath('/a/', true)).toEqual(['/a/1', '/a/2', '/a/b/1', '/a/b/c/1']);
    expect(await byPath('/a/b', true, 1)).toEqual(['/a/b/1', '/a/b/c/1']);
    expect(await byPath('/none', true)).toEqual([]);
    expect(await byPath('/')).toEqual(['/top', '/z-1', 'root']);
    expect(await byPath('/', true)).toEqual([...names, '/s/1']);
  });

  test('a label chooses the version', async () => {
    await call.PutParameter({ Name: '/a/1', Value: 'newer', Overwrite: true });
    await call.LabelParameterVersion({ Name: '/a/1', ParameterVersion: 1, Labels: ['prod'] });
    const ParameterFilters = [{ Key: 'Label', Values: ['prod'] }];
    const { Parameters } = await call.GetParametersByPath({ Path: '/a', ParameterFilters });
    expect(Parameters).toMatchObject([{ Name: '/a/1', Version: 1, Value: 'value of /a/1' }]);
  });

  test('types are filtered and SecureStrings decrypted', async () => {
    const input = { Path: '/', Recursive: true, ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] };
    const { Parameters } = await call.GetParametersByPath({ ...input, WithDecryption: true });
    expect(Parameters).toMatchObject([{ Name: '/s/1', Value: 'x' }]);
  });

  test('what is wrong is named', async () => {
    const Path = '/a';
    const refused = [
      [{ Path: 'a' }, 'ValidationException'],
      [{ Path: '/ssm' }, 'ValidationException'],
      [{ Path, NextToken: 'x' }, 'InvalidNextToken'],
      [{ Path, ParameterFilters: [{ Key: 'Name', Values: ['x'] }] }, 'InvalidFilterKey'],
      [{ Path, ParameterFilters: [{ Key: 'Label' }] }, 'InvalidFilterValue'],
      [{ Path, ParameterFilters: [{ Key: 'Label', Option: 'BeginsWith', Values: ['p'] }] }, 'InvalidFilterOption'],
      [{ Path, MaxResults: 11 }, 'ValidationException'],
    ] as const;
    for (const [input, code] of refused) {
      await expect(call.GetParametersByPath(input as never)).rejects.toMatchObject({ code });
    }
  });
});

describe('descriptions', () => {
  test('show all but the value', async () => {
    const { Parameters } = await call.DescribeParameters({ ParameterFilters: [{ Key: 'Name', Values: ['/s/1'] }] });
    expect(Parameters).toEqual([
      {
        ARN: 'arn:aws:ssm:eu-central-1:111122223333:parameter/s/1',
        Name: '/s/1',
        Type: 'SecureString',
        KeyId: 'alias/aws/ssm',
        LastModifiedDate: expect.any(Date),
        LastModifiedUser: 'arn:aws:iam::111122223333:root',
        Description: undefined,
        AllowedPattern: undefined,
        Version: 1,
        Tier: 'Advanced',
        Policies: [],
        DataType: 'text',
      },
    ]);
  });

  test.each<[ParameterStringFilter[], string[]]>([
    [[{ Key: 'Name', Values: ['top', '/root', 'none'] }], ['/top', 'root']],
    [[{ Key: 'Name', Option: 'BeginsWith', Values: ['/a/b', '/a'] }], ['/a/1', '/a/2', '/a/b/1', '/a/b/c/1', '/ab/1']],
    [[{ Key: 'Name', Option: 'Contains', Values: ['b/'] }], ['/a/b/1', '/a/b/c/1', '/ab/1']],
    [[{ Key: 'Name', Option: 'BeginsWith', Values: ['ro', '/t', '/ab/'] }], ['/top', 'root', '/ab/1']],
    [[{ Key: 'Name', Option: 'BeginsWith', Values: ['/'] }], [...names, '/s/1']],
    [[{ Key: 'Path', Option: 'Recursive', Values: ['/'] }], [...names, '/s/1']],
    [[{ Key: 'Path', Values: ['/a/b', '/ab'] }], ['/a/b/1', '/ab/1']],
    [[{ Key: 'Path', Option: 'Recursive', Values: ['/a/b', '/a'] }], ['/a/1', '/a/2', '/a/b/1', '/a/b/c/1']],
    [[{ Key: 'Tier', Values: ['Advanced'] }], ['/s/1']],
    [[{ Key: 'Type', Values: ['SecureString'] }], ['/s/1']],
    [[{ Key: 'KeyId', Option: 'BeginsWith', Values: ['alias/'] }], ['/s/1']],
    [[{ Key: 'tag:team', Values: ['red'] }], ['/s/1']],
    [[{ Key: 'tag:team' }], ['/s/1']],
    [[{ Key: 'tag:team', Values: ['blue'] }], []],
    [
      [
        { Key: 'Path', Values: ['/a'] },
        { Key: 'Name', Option: 'Contains', Values: ['2'] },
      ],
      ['/a/2'],
    ],
  ])('filters %j', async (filters, expected) => {
    const found = await described(...filters);
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test('the older filters still work, but not together with the newer', async () => {
    const Filters = [{ Key: 'Name' as const, Values: ['/a/b'] }];
    const { Parameters } = await call.DescribeParameters({ Filters });
    expect(Parameters?.map(({ Name }) => Name)).toEqual(['/a/b/1', '/a/b/c/1']);
    const ParameterFilters = [{ Key: 'Type', Values: ['String'] }];
    await expect(call.DescribeParameters({ Filters, ParameterFilters })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  test.each<[ParameterStringFilter[], string]>([
    [[{ Key: 'Label', Values: ['x'] }], 'InvalidFilterKey'],
    [[{ Key: 'Name' }], 'InvalidFilterValue'],
    [[{ Key: 'Type', Values: ['Blob'] }], 'InvalidFilterValue'],
    [[{ Key: 'Type', Option: 'Contains', Values: ['String'] }], 'InvalidFilterOption'],
    [[{ Key: 'Path', Option: 'Equals', Values: ['/x'] }], 'InvalidFilterOption'],
    [[{ Key: 'Path', Values: ['x'] }], 'ValidationException'],
    [[{ Key: 'Colour', Values: ['x'] }], 'ValidationException'],
    [
      [
        { Key: 'Type', Values: ['String'] },
        { Key: 'Type', Values: ['String'] },
      ],
      'InvalidFilterKey',
    ],
  ])('refuses %j with %s', async (filters, code) => {
    await expect(described(...filters)).rejects.toMatchObject({ code });
  });
});

describe('public parameters', () => {
  test('are constants of the region, found by name, path and ARN', async () => {
    const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { Parameter } = await call.GetParameter({ Name });
    const arn = `arn:aws:ssm:eu-central-1::parameter${Name}`;
    expect(Parameter).toMatchObject({ Name, ARN: arn, Value: expect.stringMatching(/^ami-[0-9a-f]{17}$/) });
    expect((await call.GetParameter({ Name: arn })).Parameter?.Value).toBe(Parameter?.Value);
    expect(await byPath('/aws/service/ami-amazon-linux-latest', true, 10)).toContain(Name);
    expect(await byPath('/aws/service/global-infrastructure/regions', false, 10)).toContain(
      '/aws/service/global-infrastructure/regions/eu-central-1',
    );
    const recommended = await call.GetParameter({
      Name: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended',
    });
    const image = await call.GetParameter({
      Name: '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
    });
    expect(JSON.parse(recommended.Parameter?.Value ?? '')).toMatchObject({ image_id: image.Parameter?.Value });
  });

  test('cannot be changed', async () => {
    const Name = '/aws/service/debian/release/12/latest/amd64';
    const denied = { code: 'AccessDeniedException' };
    await expect(call.DeleteParameter({ Name })).rejects.toMatchObject(denied);
    await expect(call.LabelParameterVersion({ Name, Labels: ['x'] })).rejects.toMatchObject(denied);
    const Tags = [{ Key: 'a', Value: 'b' }];
    await expect(call.AddTagsToResource({ ResourceType: 'Parameter', ResourceId: Name, Tags })).rejects.toMatchObject(
      denied,
    );
  });
});
