import { queueUrl } from './api.ts';
import type { Api } from './api.ts';
import { configurationWorkload } from './configuration.ts';
import type { Change } from './configuration.ts';
import type { Workload } from './workload.ts';

interface Settings {
  visibilityTimeout: string;
  tags: Record<string, string>;
}

type Queues = Record<string, Settings>;

const prefix = 'settings-';
const mostQueues = 6;

/** Queues that come, change and go. Names are not used again: AWS reserves that of a deleted queue for a minute. */
export function queueSettings(): Workload {
  return configurationWorkload<Queues>({
    name: 'queue settings',
    initial: {},
    choose(state, random, serial) {
      const names = Object.keys(state);
      if (names.length === 0 || (names.length < mostQueues && random.chance(0.3))) return create(`${prefix}${serial}`);
      const name = random.pick(names);
      if (random.chance(0.2)) return remove(name);
      const [tag] = Object.keys(state[name]?.tags ?? {});
      if (tag !== undefined && random.chance(0.4)) return untag(name, tag);
      return random.chance(0.5)
        ? setTimeoutTo(name, String(serial % 40_000))
        : tagWith(name, `k${serial % 5}`, `v${serial}`);
    },
    observe,
    size: (state) => Object.values(state).reduce((sum, { tags }) => sum + 2 + Object.keys(tags).length, 0),
  });
}

function create(name: string): Change<Queues> {
  const settings: Settings = { visibilityTimeout: '7', tags: { made: 'yes' } };
  return sqsChange(
    'CreateQueue',
    { QueueName: name, Attributes: { VisibilityTimeout: '7' }, tags: settings.tags },
    (state) => ({
      ...state,
      [name]: settings,
    }),
  );
}

function remove(name: string): Change<Queues> {
  return sqsChange('DeleteQueue', { QueueUrl: queueUrl(name) }, ({ [name]: _, ...rest }) => rest);
}

function setTimeoutTo(name: string, visibilityTimeout: string): Change<Queues> {
  const Attributes = { VisibilityTimeout: visibilityTimeout };
  return sqsChange(
    'SetQueueAttributes',
    { QueueUrl: queueUrl(name), Attributes },
    changed(name, (queue) => ({ ...queue, visibilityTimeout })),
  );
}

function tagWith(name: string, key: string, value: string): Change<Queues> {
  const change = changed(name, (queue) => ({ ...queue, tags: { ...queue.tags, [key]: value } }));
  return sqsChange('TagQueue', { QueueUrl: queueUrl(name), Tags: { [key]: value } }, change);
}

function untag(name: string, key: string): Change<Queues> {
  const change = changed(name, ({ tags: { [key]: _, ...tags }, ...queue }) => ({ ...queue, tags }));
  return sqsChange('UntagQueue', { QueueUrl: queueUrl(name), TagKeys: [key] }, change);
}

function changed(name: string, change: (settings: Settings) => Settings): (state: Queues) => Queues {
  return (state) => ({ ...state, [name]: change(state[name] as Settings) });
}

function sqsChange(
  operation: string,
  input: Record<string, unknown>,
  apply: (state: Queues) => Queues,
): Change<Queues> {
  return {
    what: `${operation} ${JSON.stringify(input)}`,
    run: async (api) => JSON.stringify(await api.sqs(operation, input)),
    apply,
  };
}

async function observe(api: Api): Promise<Queues> {
  const { QueueUrls = [] } = (await api.sqs('ListQueues', { QueueNamePrefix: prefix })) as { QueueUrls?: string[] };
  const queues: Queues = {};
  for (const url of QueueUrls) {
    const input = { QueueUrl: url, AttributeNames: ['VisibilityTimeout'] };
    const { Attributes } = (await api.sqs('GetQueueAttributes', input)) as { Attributes: Record<string, string> };
    const { Tags = {} } = (await api.sqs('ListQueueTags', { QueueUrl: url })) as { Tags?: Record<string, string> };
    queues[url.slice(url.lastIndexOf('/') + 1)] = {
      visibilityTimeout: Attributes['VisibilityTimeout'] ?? '',
      tags: Tags,
    };
  }
  return queues;
}
