import type { Tag } from '../../../../generated/types/sts.ts';
import type { Principal } from '../../../platform/identity.ts';
import { invalidInput } from '../errors.ts';

/** Condition key under which a session carries the keys of its tags that go on into the sessions it starts. */
const transitiveKeys = 'sts:TransitiveTagKeys';

export interface SessionTags {
  /** Tags of the new session: inherited and given ones. */
  tags: Record<string, string>;
  transitive: string[];
}

export function sessionTags(
  given: readonly Tag[] = [],
  transitiveGiven: readonly string[] = [],
  caller?: Principal,
): SessionTags {
  const inherited = inheritedTags(caller);
  const tags: Record<string, string> = { ...inherited };
  const seen = new Set<string>();
  for (const { Key, Value } of given) {
    const key = Key.toLowerCase();
    if (seen.has(key)) throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    if (key.startsWith('aws:')) {
      throw invalidInput('Tag keys that begin with "aws:" are reserved for AWS use and cannot be set on a session.');
    }
    if (Object.keys(inherited).some((name) => name.toLowerCase() === key)) {
      throw invalidInput(
        `One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: ${Key}`,
      );
    }
    seen.add(key);
    tags[Key] = Value;
  }
  for (const key of transitiveGiven) {
    if (!seen.has(key.toLowerCase())) {
      throw invalidInput(`The specified transitive tag key must be included in the requested tags: ${key}`);
    }
  }
  return { tags, transitive: [...new Set([...Object.keys(inherited), ...transitiveGiven])] };
}

/** Condition keys that make the tags outlive this session. */
export function transitiveConditions({ transitive }: SessionTags): Record<string, string[]> {
  return transitive.length > 0 ? { [transitiveKeys]: transitive } : {};
}

function inheritedTags(caller: Principal | undefined): Record<string, string> {
  const keys = [caller?.conditions?.[transitiveKeys] ?? []].flat();
  const tags = caller?.tags ?? {};
  return Object.fromEntries(keys.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]]])));
}
