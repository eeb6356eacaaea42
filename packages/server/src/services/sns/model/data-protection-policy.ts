import { isJsonObject, parseJsonObject } from './json-object.ts';
import { isFifo } from './topic.ts';
import type { TopicReference } from './topic.ts';

const largestPolicy = 30_720;

/** Data protection policies are checked by their outline only, and recorded: nothing is masked or denied. */
export function dataProtectionProblem(text: string, topic: TopicReference): string | undefined {
  if (isFifo(topic)) return 'Data protection policies are not supported for FIFO topics';
  if (Buffer.byteLength(text) > largestPolicy) return `The policy must not be longer than ${largestPolicy} bytes`;
  const policy = parseJsonObject(text);
  if (!policy) return 'The policy is no JSON object';
  const { Name, Version, Statement } = policy;
  if (typeof Name !== 'string' || Name === '') return 'Name is missing';
  if (Version !== '2021-06-01') return 'Version must be 2021-06-01';
  if (!Array.isArray(Statement) || Statement.length === 0) return 'Statement is missing';
  for (const statement of Statement as unknown[]) {
    if (!isJsonObject(statement)) return 'Statement must hold objects';
    const missing = ['DataDirection', 'Principal', 'DataIdentifier', 'Operation'].find(
      (name) => statement[name] === undefined,
    );
    if (missing !== undefined) return `${missing} is missing in a statement`;
    if (statement['DataDirection'] !== 'Inbound' && statement['DataDirection'] !== 'Outbound') {
      return 'DataDirection must be Inbound or Outbound';
    }
  }
  return undefined;
}
