import { Refused, elements, queueUrl, textOf } from '../api.ts';
import type { Api } from '../api.ts';

/** What CloudFormation says of a stack, and what the services say. */
export interface Observation {
  /** `none` where there is no such stack. */
  status: string;
  /** Logical to physical ids of what CloudFormation holds to exist. */
  resources: Map<string, string>;
  /** Physical ids of all that the services have of the stack. */
  existing: Set<string>;
  /** By logical id. */
  timeouts: Map<string, string>;
}

export async function observe(api: Api, stack: string): Promise<Observation> {
  const status = await statusOf(api, stack);
  const resources = status === 'none' ? new Map<string, string>() : await resourcesOf(api, stack);
  const timeouts = new Map<string, string>();
  for (const [logicalId, name] of resources) {
    if (!logicalId.startsWith('Queue')) continue;
    const QueueUrl = queueUrl(name);
    const { Attributes } = await api.sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['VisibilityTimeout'] });
    timeouts.set(logicalId, textOf((Attributes as Record<string, string>)['VisibilityTimeout']));
  }
  return { status, resources, existing: await existingOf(api, stack), timeouts };
}

export async function statusOf(api: Api, stack: string): Promise<string> {
  try {
    const answer = await api.cloudformation('DescribeStacks', { StackName: stack });
    return elements(answer, 'StackStatus')[0] ?? '';
  } catch (error) {
    if (error instanceof Refused && /does not exist/.test(error.message)) return 'none';
    throw error;
  }
}

async function resourcesOf(api: Api, stack: string): Promise<Map<string, string>> {
  const answer = await api.cloudformation('DescribeStackResources', { StackName: stack });
  const ids = elements(answer, 'LogicalResourceId');
  const physical = elements(answer, 'PhysicalResourceId');
  const statuses = elements(answer, 'ResourceStatus');
  if (ids.length !== statuses.length) throw new Error('resources without a status');
  const entries = elements(answer, 'member').map((member): [string, string, string] => [
    elements(member, 'LogicalResourceId')[0] ?? '',
    elements(member, 'PhysicalResourceId')[0] ?? '',
    elements(member, 'ResourceStatus')[0] ?? '',
  ]);
  const standing = entries.filter(([, id, status]) => id !== '' && status !== 'DELETE_COMPLETE');
  if (physical.length < standing.length) throw new Error('resources without a physical id');
  return new Map(standing.map(([logicalId, id]) => [logicalId, nameOf(id)]));
}

/** Each start has another port: of a queue's URL only the name counts. */
function nameOf(id: string): string {
  return id.startsWith('http:') ? (id.split('/').at(-1) ?? '') : id;
}

async function existingOf(api: Api, stack: string): Promise<Set<string>> {
  const prefix = `${stack}-`;
  const { QueueUrls = [] } = await api.sqs('ListQueues', { QueueNamePrefix: prefix, MaxResults: 1000 });
  const topics = await everyPage((token) => api.sns('ListTopics', token), 'TopicArn', 'NextToken');
  const roles = await everyPage((token) => api.iam('ListRoles', token), 'RoleName', 'Marker');
  const filter = { Key: 'Name', Option: 'BeginsWith', Values: [prefix, `CFN-`] };
  const { Parameters } = await api.ssm('DescribeParameters', { ParameterFilters: [filter], MaxResults: 50 });
  return new Set([
    ...(QueueUrls as string[]).map(nameOf),
    ...topics.filter((arn) => arn.split(':').at(-1)?.startsWith(prefix)),
    ...roles.filter((name) => name.startsWith(prefix)),
    ...(Parameters as { Name: string }[]).map(({ Name }) => Name),
  ]);
}

async function everyPage(
  list: (token: Record<string, string>) => Promise<string>,
  element: string,
  tokenName: string,
): Promise<string[]> {
  const found: string[] = [];
  let token: Record<string, string> = {};
  for (;;) {
    const answer = await list(token);
    found.push(...elements(answer, element));
    const [next] = elements(answer, tokenName);
    if (next === undefined || next === '') return found;
    token = { [tokenName]: next };
  }
}

/** Where the stack and the services do not agree, or the resources are not those of the template. */
export function problemsOf(
  { resources, existing, timeouts }: Observation,
  expected: ReadonlyMap<string, string> | undefined,
): string[] {
  const recorded = new Set(resources.values());
  const problems: string[] = [];
  for (const [logicalId, id] of resources) if (!existing.has(id)) problems.push(`${logicalId} ${id} is not there`);
  for (const id of existing) if (!recorded.has(id)) problems.push(`${id} belongs to no resource`);
  for (const [logicalId, timeout] of expected ?? []) {
    if (timeouts.get(logicalId) !== timeout)
      problems.push(`${logicalId} has ${timeouts.get(logicalId)}, not ${timeout}`);
  }
  if (expected !== undefined && timeouts.size !== expected.size) {
    problems.push(`${timeouts.size} queues, not ${expected.size}`);
  }
  return problems;
}
