import { elements } from './api.ts';
import type { Api, S3Request } from './api.ts';
import { copy, createBucket, deleteObjects, findObject, listEtags, put, unquoted } from './buckets.ts';
import { anyContent } from './content.ts';
import type { Random } from './random.ts';
import { Registers } from './registers.ts';
import type { Client, Tally, Workload } from './workload.ts';

const bucket = 'objects';
const clientNames = ['a', 'b', 'c', 'd'];
const sharedKeys = Array.from({ length: 6 }, (_, index) => `shared/${index}`);
const ownKeys = (client: string): string[] => Array.from({ length: 8 }, (_, index) => `${client}/${index}`);
const allKeys = [...sharedKeys, ...clientNames.flatMap(ownKeys)];
const absent = '';
const targetOf = (key: string): string => `/${bucket}/${key}`;

/** Objects that are written, overwritten, copied and deleted, some of them by all clients at once. */
export function objects(): Workload {
  const registers = new Registers();
  /** MD5s of what only one client writes, so that it knows them for certain. */
  const own = new Map<string, string>();

  const client = (name: string, round: number, tally: Tally): Client => {
    const mine = ownKeys(name);
    let count = 0;
    const write = async (api: Api, request: S3Request, keys: readonly string[], value: string): Promise<void> => {
      const attempts = keys.map((key) => registers.write(key, value));
      const { body, header } = await api.s3(request);
      for (const attempt of attempts) attempt.answered();
      for (const key of keys) if (mine.includes(key)) own.set(key, value);
      tally.answeredWrites++;
      const etag = header('etag') ?? elements(body.toString(), 'ETag')[0];
      if (value !== absent && unquoted(etag ?? '') !== value)
        throw new Error(`${keys.join()} was answered ETag ${etag}`);
    };
    return {
      name: `objects ${name}`,
      async step(api, random) {
        const key = random.chance(0.3) ? random.pick(sharedKeys) : random.pick(mine);
        const source = random.pick(mine);
        const value = own.get(source) ?? absent;
        const choice = random.fraction();
        if (choice < 0.1) return write(api, { method: 'DELETE', target: targetOf(key) }, [key], absent);
        if (choice < 0.18) {
          const keys = chooseKeys([...mine, ...sharedKeys], random);
          return write(api, deleteObjects(bucket, keys), keys, absent);
        }
        if (choice < 0.3 && value !== absent && key !== source) {
          return write(api, copy(targetOf(source), targetOf(key)), [key], value);
        }
        if (choice < 0.45) return read(api, key, own.get(key));
        const { bytes, md5 } = anyContent(`${round}/${name}/${count++}`, random);
        return write(api, put(targetOf(key), bytes), [key], md5);
      },
    };
  };

  const verify: Workload['verify'] = async (api, tally) => {
    const listed = await listEtags(api, bucket);
    const problems = [...listed.keys()].filter((key) => !allKeys.includes(key)).map((key) => `never written: ${key}`);
    for (const key of allKeys) {
      const found = await findObject(api, targetOf(key));
      const value = found?.md5 ?? absent;
      const possible = registers.possible(key);
      if (found && (found.etag !== value || listed.get(key) !== value)) {
        problems.push(`${key} is not whole: ${JSON.stringify(found)}, listed as ${listed.get(key)}`);
      }
      if (!found && listed.has(key)) problems.push(`${key} is listed, but not there`);
      if (!possible.has(value))
        problems.push(`${key} is ${value || 'absent'}, but may only be ${[...possible].join(' or ')}`);
      registers.settle(key, value);
      if (!sharedKeys.includes(key)) own.set(key, value);
      tally.verified++;
    }
    return problems;
  };

  return {
    name: 'objects',
    async prepare(api) {
      await createBucket(api, bucket);
      for (const key of allKeys) registers.settle(key, absent);
    },
    clients: (round, tally) => clientNames.map((name) => client(name, round, tally)),
    verify,
    verifyAtEnd: verify,
  };
}

function chooseKeys(keys: readonly string[], random: Random): string[] {
  return [...new Set(Array.from({ length: 2 + random.below(3) }, () => random.pick(keys)))];
}

/** `certain` is the MD5 that the object must have, where that is known. */
async function read(api: Api, key: string, certain: string | undefined): Promise<void> {
  const found = await findObject(api, targetOf(key));
  if (found && found.md5 !== found.etag) throw new Error(`${key} is not whole: ${JSON.stringify(found)}`);
  if (certain !== undefined && (found?.md5 ?? absent) !== certain) throw new Error(`${key} is not as it was answered`);
}
