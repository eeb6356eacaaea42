import { matchesFilter, parseFilterPolicy } from '../model/filter-policy.ts';
import type { FilterPolicy } from '../model/filter-policy.ts';
import { filterableAttributes } from '../model/message-attributes.ts';
import { bodyFor } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { filterScope } from '../model/subscription-attributes.ts';
import type { Subscription } from '../model/subscription.ts';

const mostPolicies = 1000;

/** Filter policies are compiled once, not for every message. */
export class FilterCache {
  readonly #policies = new Map<string, FilterPolicy>();

  accepts({ protocol, attributes }: Subscription, message: Message): boolean {
    const { FilterPolicy: text } = attributes;
    if (text === undefined) return true;
    const scope = filterScope(attributes);
    const policy = this.#compile(text, scope);
    if (scope === 'MessageAttributes') return matchesFilter(policy, filterableAttributes(message.attributes));
    const body = parseBody(bodyFor(message, protocol));
    return body !== undefined && matchesFilter(policy, body);
  }

  #compile(text: string, scope: 'MessageAttributes' | 'MessageBody'): FilterPolicy {
    const known = this.#policies.get(text);
    if (known) return known;
    // Any body policy compiles in the scope of the body, and an attribute policy means the same there.
    const compiled = parseFilterPolicy(text, scope);
    if (this.#policies.size >= mostPolicies) this.#policies.clear();
    this.#policies.set(text, compiled);
    return compiled;
  }
}

/** Undefined where the body is no JSON object or array: no policy on bodies accepts it. */
function parseBody(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
