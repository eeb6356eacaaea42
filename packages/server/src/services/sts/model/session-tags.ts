import type { Tag } from '../../../../generated/types/sts.ts';
import type { Principal } from '../../../platform/identity.ts';
import { invalidInput } from '../errors.ts';

/** Condition key under which a session carries the keys of its tags that go on into the sessions it starts. */
const transitiveKeys = 'sts:TransitiveTagKeys';

type Tags = Record<string, string>;

export interface SessionTags {
  /** Tags of the new session: inherited and given ones. */
  tags: Tags;
  transitive: string[];
}

export function sessionTags(
  given: readonly Tag[] = [],
  transitiveGiven: readonly string[] = [],
  caller?: Principal,
): SessionTags {
  const inherited = inheritedTags(caller);
  const tags: Tags = { ...inherited };
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
  const goOn = new Set(transitiveGiven.map((key) => key.toLowerCase()));
  const givenOn = given.flatMap(({ Key }) => (goOn.has(Key.toLowerCase()) ? [Key] : []));
  return { tags, transitive: [...Object.keys(inherited), ...givenOn] };
}

/** The tags of a session's principal: those of the session stand before those of its user or role, in any case. */
export function withSessionTags(own: Tags = {}, ofSession: Tags = {}): Tags {
  const replaced = new Set(Object.keys(ofSession).map((key) => key.toLowerCase()));
  const kept = Object.entries(own).filter(([key]) => !replaced.has(key.toLowerCase()));
  return { ...Object.fromEntries(kept), ...ofSession };
}

/** Condition keys that make the tags outlive this session. */
export function transitiveConditions({ transitive }: SessionTags): Record<string, string[]> {
  return transitive.length > 0 ? { [transitiveKeys]: transitive } : {};
}

/** Tags that a session has to hand on to the sessions that it starts. */
export function inheritedTags(caller: Principal | undefined): Tags {
  const keys = [caller?.conditions?.[transitiveKeys] ?? []].flat();
  const tags = caller?.tags ?? {};
  return Object.fromEntries(keys.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]]])));
}
