import type { Api, Json } from './api.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import type { Random } from './random.ts';
import type { Workload } from './workload.ts';

interface Version {
  value: string;
  /** Sorted. */
  labels: string[];
}

/** Versions by name, oldest first; the first one has the number 1. */
type Parameters = Record<string, readonly Version[]>;

const path = '/crash';
const mostParameters = 6;
const mostVersions = 30;

/** Parameters that come, get versions and labels, and go. */
export function parameters(): Workload {
  return configurationWorkload<Parameters>({
    name: 'parameters',
    initial: {},
    choose,
    observe,
    size: (state) => Object.values(state).reduce((sum, versions) => sum + versions.length, 0),
  });
}

function choose(state: Parameters, random: Random, serial: number): Change<Parameters> {
  const names = Object.keys(state);
  if (names.length === 0 || (names.length < mostParameters && random.chance(0.2))) {
    return putValue(
      state,
      `${path}/level/p${serial}`,
      random.pick(['SecureString', 'String', 'StringList']),
      `v${serial}`,
    );
  }
  const name = random.pick(names);
  const versions = state[name] ?? [];
  if (versions.length >= mostVersions || random.chance(0.03)) return remove([name]);
  if (names.length > 2 && random.chance(0.02)) return remove(names.slice(0, 2));
  if (random.chance(0.2)) return label(name, 1 + random.below(versions.length), `label-${serial % 4}`);
  return putValue(state, name, undefined, `v${serial}${'x'.repeat(random.below(random.chance(0.1) ? 4000 : 100))}`);
}

function putValue(state: Parameters, Name: string, Type: string | undefined, Value: string): Change<Parameters> {
  const expected = (state[Name] ?? []).length + 1;
  return {
    what: `PutParameter ${Name} ${Value.slice(0, 20)}`,
    async run(api) {
      const { Version } = await api.ssm('PutParameter', { Name, Value, ...(Type ? { Type } : { Overwrite: true }) });
      if (Version !== expected) throw new Error(`version ${expected} of ${Name} was answered as ${String(Version)}`);
      return String(Version);
    },
    apply: (before) => ({ ...before, [Name]: [...(before[Name] ?? []), { value: Value, labels: [] }] }),
  };
}

function remove(names: readonly string[]): Change<Parameters> {
  return {
    what: `DeleteParameters ${names.join()}`,
    async run(api) {
      const [Name] = names;
      if (names.length === 1) await api.ssm('DeleteParameter', { Name });
      else await api.ssm('DeleteParameters', { Names: names });
      return '';
    },
    apply: (before) => Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))),
  };
}

/** A label is on one version of a parameter at a time: it moves. */
function label(Name: string, number: number, text: string): Change<Parameters> {
  const labelled = ({ value, labels }: Version, index: number): Version => {
    const others = labels.filter((each) => each !== text);
    return { value, labels: index + 1 === number ? [...others, text].sort() : others };
  };
  return {
    what: `LabelParameterVersion ${Name} ${number} ${text}`,
    run: async (api) =>
      JSON.stringify(await api.ssm('LabelParameterVersion', { Name, ParameterVersion: number, Labels: [text] })),
    apply: (before) => ({ ...before, [Name]: (before[Name] ?? []).map(labelled) }),
  };
}

async function observe(api: Api): Promise<Parameters> {
  const state: Record<string, Version[]> = {};
  const input = { Path: path, Recursive: true, WithDecryption: true, MaxResults: 10 };
  for (const current of (await api.ssm('GetParametersByPath', input))['Parameters'] as Json[]) {
    const Name = String(current['Name']);
    const history = await api.ssm('GetParameterHistory', { Name, WithDecryption: true, MaxResults: 50 });
    const versions = (history['Parameters'] as Json[]).toSorted((a, b) => Number(a['Version']) - Number(b['Version']));
    if (versions.at(-1)?.['Value'] !== current['Value']) throw new Error(`${Name} is not its newest version`);
    state[Name] = versions.map(({ Value, Labels }) => ({
      value: String(Value),
      labels: ((Labels ?? []) as string[]).toSorted(),
    }));
  }
  return state;
}
