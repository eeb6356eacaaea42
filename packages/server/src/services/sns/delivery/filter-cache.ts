import { expandPaths, matchesFilter, parseFilterPolicy } from '../model/filter-policy.ts';
import type { FilterPolicy } from '../model/filter-policy.ts';
import { parseJson } from '../model/json-object.ts';
import { filterableAttributes } from '../model/message-attributes.ts';
import { bodyFor } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import { filterScope } from '../model/subscription-attributes.ts';
import type { Subscription } from '../model/subscription.ts';

const mostPolicies = 1000;

/** Filter policies are compiled once, not for every message, and bodies parsed once for all subscriptions. */
export class FilterCache {
  readonly #policies = new Map<string, FilterPolicy>();
  readonly #bodies = new WeakMap<Message, Body>();

  accepts({ protocol, attributes }: Subscription, message: Message): boolean {
    const { FilterPolicy: text } = attributes;
    if (text === undefined) return true;
    const scope = filterScope(attributes);
    const policy = this.#compile(text, scope);
    if (scope === 'MessageAttributes') return matchesFilter(policy, filterableAttributes(message.attributes));
    const body = this.#parse(message, protocol);
    return body !== undefined && matchesFilter(policy, body);
  }

  #parse(message: Message, protocol: string): unknown {
    const text = bodyFor(message, protocol);
    const known = this.#bodies.get(message);
    if (known?.text === text) return known.value;
    const value = parseBody(text);
    this.#bodies.set(message, { text, value });
    return value;
  }

  #compile(text: string, scope: 'MessageAttributes' | 'MessageBody'): FilterPolicy {
    const key = `${scope} ${text}`;
    const known = this.#policies.get(key);
    if (known) return known;
    const compiled = parseFilterPolicy(text, scope);
    if (this.#policies.size >= mostPolicies) this.#policies.clear();
    this.#policies.set(key, compiled);
    return compiled;
  }
}

interface Body {
  text: string;
  value: unknown;
}

/** Undefined where the body is no JSON object or array: no policy on bodies accepts it. */
function parseBody(text: string): unknown {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? expandPaths(value) : undefined;
}
