import { elements } from './api.ts';
import type { Api, S3Request } from './api.ts';
import { copy, createBucket, deleteObjects, findObject, put, s3Xml } from './buckets.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import { anyContent } from './content.ts';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

/** A delete marker has no content. */
interface Version {
  id: string;
  md5?: string;
}

/** Newest first, by key. */
type Versions = Record<string, readonly Version[]>;

const keys = ['k0', 'k1', 'k2', 'k3'];
const mostVersions = 7;
/** Stands for the id of a version whose creation was not answered. */
const unknownId = '?';

/** The versions and delete markers of a few keys. */
export function objectVersions(bucket: string): Workload {
  return configurationWorkload<Versions>({
    name: `versions in ${bucket}`,
    initial: {},
    async prepare(api) {
      await createBucket(api, bucket);
      const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
      await api.s3({ method: 'PUT', target: `/${bucket}?versioning`, body });
    },
    choose: (state, random, serial) => choose(bucket, state, random, serial),
    observe: (api) => observe(api, bucket),
    comparable: withUnknownIds,
    size: (state) => Object.values(state).reduce((sum, versions) => sum + versions.length, 0),
  });
}

function choose(bucket: string, state: Versions, random: Random, serial: number): Change<Versions> {
  const key = random.pick(keys);
  const versions = state[key] ?? [];
  if (versions.length > 0 && (versions.length >= mostVersions || random.chance(0.15))) {
    return deleteVersion(bucket, key, random.pick(versions).id);
  }
  if (random.chance(0.15)) return markDeleted(bucket, key);
  const other = keys.find((each) => each !== key && (state[each] ?? []).length < mostVersions);
  if (other !== undefined && random.chance(0.1)) return markBothDeleted(bucket, [key, other]);
  const sources = Object.entries(state).flatMap(([from, all]) => all.map((version) => ({ from, ...version })));
  const source = sources.length > 0 ? random.pick(sources) : undefined;
  if (source?.md5 !== undefined && random.chance(0.2)) {
    const request = copy(`/${bucket}/${source.from}?versionId=${source.id}`, `/${bucket}/${key}`);
    return addVersion(request, key, source.md5);
  }
  const { bytes, md5 } = anyContent(`${bucket}/${serial}`, random);
  return addVersion(put(`/${bucket}/${key}`, bytes), key, md5);
}

function addVersion(request: S3Request, key: string, md5: string): Change<Versions> {
  return versionChange(request, (state, id) => ({ ...state, [key]: [{ id, md5 }, ...(state[key] ?? [])] }));
}

function markDeleted(bucket: string, key: string): Change<Versions> {
  return versionChange({ method: 'DELETE', target: `/${bucket}/${key}` }, (state, id) => marked(state, key, id));
}

/** One request is one unit here: both are marked, or none. */
function markBothDeleted(bucket: string, both: readonly [string, string]): Change<Versions> {
  const request = deleteObjects(bucket, both);
  return {
    what: `DeleteObjects ${both.join()}`,
    async run(api) {
      const deleted = elements(await s3Xml(api, request), 'Deleted');
      const idOf = (key: string): string => {
        const ofKey = deleted.find((each) => elements(each, 'Key')[0] === key) ?? '';
        return elements(ofKey, 'DeleteMarkerVersionId')[0] ?? 'not answered';
      };
      return both.map(idOf).join(' ');
    },
    apply(state, answer) {
      const [first = '', second = ''] = answer?.split(' ') ?? [unknownId, unknownId];
      return marked(marked(state, both[0], first), both[1], second);
    },
  };
}

function marked(state: Versions, key: string, id: string): Versions {
  return { ...state, [key]: [{ id }, ...(state[key] ?? [])] };
}

function deleteVersion(bucket: string, key: string, id: string): Change<Versions> {
  const request: S3Request = { method: 'DELETE', target: `/${bucket}/${key}?versionId=${id}` };
  return versionChange(request, ({ [key]: versions = [], ...rest }) => {
    const left = versions.filter((version) => version.id !== id);
    return left.length === 0 ? rest : { ...rest, [key]: left };
  });
}

function versionChange(request: S3Request, apply: (state: Versions, id: string) => Versions): Change<Versions> {
  return {
    what: `${request.method} ${request.target}`,
    run: async (api) => (await api.s3(request)).header('x-amz-version-id') ?? 'not answered',
    apply: (state, answer = unknownId) => apply(state, answer),
  };
}

function withUnknownIds(observed: Versions, known: Versions): Versions {
  const comparable = Object.entries(observed).map(([key, versions]) => {
    const ids = new Set((known[key] ?? []).map(({ id }) => id));
    return [key, versions.map((version) => (ids.has(version.id) ? version : { ...version, id: unknownId }))];
  });
  return Object.fromEntries(comparable);
}

async function observe(api: Api, bucket: string): Promise<Versions> {
  const listed: (Version & { key: string; isLatest: boolean })[] = [];
  const xml = await s3Xml(api, { method: 'GET', target: `/${bucket}?versions` });
  for (const [, kind, text = ''] of xml.matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/gs)) {
    const [key = '', id = '', isLatest] = ['Key', 'VersionId', 'IsLatest'].map((name) => elements(text, name)[0]);
    const md5 = kind === 'Version' ? await wholeMd5(api, `/${bucket}/${key}?versionId=${id}`) : undefined;
    listed.push({ key, id, isLatest: isLatest === 'true', ...(md5 !== undefined && { md5 }) });
  }
  // Objects are listed before delete markers; ids rise with time.
  const newestFirst = Map.groupBy(
    listed.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    ({ key }) => key,
  );
  for (const [key, versions] of newestFirst) {
    if (versions.some(({ isLatest }, index) => isLatest !== (index === 0))) {
      throw new Error(`${key} has another latest version than its newest: ${JSON.stringify(versions)}`);
    }
    const current = await findObject(api, `/${bucket}/${key}`);
    if (current?.md5 !== versions[0]?.md5) throw new Error(`${key} is ${current?.md5}, not its latest version`);
  }
  const withoutKeys = [...newestFirst].map(([key, versions]) => [
    key,
    versions.map(({ id, md5 }) => (md5 === undefined ? { id } : { id, md5 })),
  ]);
  return Object.fromEntries(withoutKeys);
}

async function wholeMd5(api: Api, target: string): Promise<string> {
  const found = await findObject(api, target);
  if (found === undefined || found.md5 !== found.etag)
    throw new Error(`${target} is not whole: ${JSON.stringify(found)}`);
  return found.md5;
}
