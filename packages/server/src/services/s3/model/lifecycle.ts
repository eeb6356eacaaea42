import type { LifecycleRule, Transition } from '../../../../generated/types/s3.ts';
import type { Tags } from '../../../platform/tags.ts';

/** A version as lifecycle rules see it. */
export interface LifecycleVersion {
  key: string;
  size: number;
  tags: Tags;
  storageClass: string;
  /** Milliseconds since 1970. */
  lastModified: number;
  isDeleteMarker: boolean;
}

export type LifecycleAction =
  | { kind: 'expire'; ruleId: string }
  | { kind: 'transition'; ruleId: string; storageClass: string };

export type TransitionMinimumSize = 'varies_by_storage_class' | 'all_storage_classes_128K';

export interface LifecycleRules {
  rules: readonly LifecycleRule[];
  minimumSize: TransitionMinimumSize;
}

const dayMs = 86_400_000;
const smallObjectBytes = 128 * 1024;

/** From warm to cold: transitions only go downwards. */
const classRanks: Readonly<Record<string, number>> = {
  STANDARD: 0,
  REDUCED_REDUNDANCY: 0,
  STANDARD_IA: 1,
  INTELLIGENT_TIERING: 2,
  ONEZONE_IA: 3,
  GLACIER_IR: 4,
  GLACIER: 5,
  DEEP_ARCHIVE: 6,
};

/** S3 counts whole days and rounds up to the next midnight UTC. */
export function midnightAfter(time: number, days = 0): number {
  return Math.ceil((time + days * dayMs) / dayMs) * dayMs;
}

/** What the rules demand by now of a current version. `isOnly`: no other version of its key is left. */
export function currentVersionAction(
  { rules, minimumSize }: LifecycleRules,
  version: LifecycleVersion,
  { isOnly, now }: { isOnly: boolean; now: number },
): LifecycleAction | undefined {
  const matching = rules.filter((rule) => rule.Status === 'Enabled' && matchesRule(rule, version));
  if (version.isDeleteMarker) {
    const rule = isOnly ? matching.find((candidate) => expiresMarker(candidate, version, now)) : undefined;
    return rule && { kind: 'expire', ruleId: rule.ID ?? '' };
  }
  const expiring = matching.find((rule) => (expirationTime(rule, version) ?? Infinity) <= now);
  if (expiring) return { kind: 'expire', ruleId: expiring.ID ?? '' };
  return coldest(
    matching.flatMap((rule) =>
      (rule.Transitions ?? [])
        .filter((transition) => (transitionTime(transition, version) ?? Infinity) <= now)
        .map(({ StorageClass = '' }) => ({ rule, storageClass: StorageClass })),
    ),
    version,
    minimumSize,
  );
}

/** The same of a version that another has replaced. `newer`: how many noncurrent ones are younger than it. */
export function noncurrentVersionAction(
  { rules, minimumSize }: LifecycleRules,
  version: LifecycleVersion,
  { noncurrentSince, newer, now }: { noncurrentSince: number; newer: number; now: number },
): LifecycleAction | undefined {
  const matching = rules.filter((rule) => rule.Status === 'Enabled' && matchesRule(rule, version));
  const isDue = (rule: { NoncurrentDays?: number | undefined; NewerNoncurrentVersions?: number | undefined }) =>
    midnightAfter(noncurrentSince, rule.NoncurrentDays) <= now && newer >= (rule.NewerNoncurrentVersions ?? 0);
  const expiring = matching.find(({ NoncurrentVersionExpiration: rule }) => rule && isDue(rule));
  if (expiring) return { kind: 'expire', ruleId: expiring.ID ?? '' };
  if (version.isDeleteMarker) return undefined;
  return coldest(
    matching.flatMap((rule) =>
      (rule.NoncurrentVersionTransitions ?? [])
        .filter(isDue)
        .map(({ StorageClass = '' }) => ({ rule, storageClass: StorageClass })),
    ),
    version,
    minimumSize,
  );
}

export function abortsUpload(
  { rules }: LifecycleRules,
  upload: { key: string; initiated: number },
  now: number,
): boolean {
  return rules.some(
    ({ Status, AbortIncompleteMultipartUpload: abort, ...rule }) =>
      Status === 'Enabled' &&
      abort !== undefined &&
      upload.key.startsWith(rulePrefix(rule)) &&
      midnightAfter(upload.initiated, abort.DaysAfterInitiation) <= now,
  );
}

/** The x-amz-expiration header of a current version: the earliest date at which a rule deletes it. */
export function expirationHeader(rules: readonly LifecycleRule[], version: LifecycleVersion): string | undefined {
  let earliest: { time: number; ruleId: string } | undefined;
  for (const rule of rules) {
    if (rule.Status !== 'Enabled' || !matchesRule(rule, version)) continue;
    const time = expirationTime(rule, version);
    if (time !== undefined && time < (earliest?.time ?? Infinity)) earliest = { time, ruleId: rule.ID ?? '' };
  }
  if (earliest === undefined) return undefined;
  return `expiry-date="${new Date(earliest.time).toUTCString()}", rule-id="${encodeURIComponent(earliest.ruleId)}"`;
}

export function rulePrefix({ Prefix, Filter }: Pick<LifecycleRule, 'Prefix' | 'Filter'>): string {
  return Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? '';
}

function matchesRule(rule: LifecycleRule, { key, size, tags, isDeleteMarker }: LifecycleVersion): boolean {
  if (!key.startsWith(rulePrefix(rule))) return false;
  const { Filter: { And, ...single } = {} } = rule;
  const { ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = And ?? single;
  const demanded = And?.Tags ?? (single.Tag ? [single.Tag] : []);
  // A delete marker has neither size nor tags.
  if (isDeleteMarker) return above === undefined && below === undefined && demanded.length === 0;
  if (above !== undefined && size <= above) return false;
  if (below !== undefined && size >= below) return false;
  return demanded.every(({ Key, Value }) => tags[Key] === Value);
}

function expirationTime({ Expiration }: LifecycleRule, { lastModified }: LifecycleVersion): number | undefined {
  if (Expiration?.Date !== undefined) return Math.max(new Date(Expiration.Date).getTime(), midnightAfter(lastModified));
  return Expiration?.Days === undefined ? undefined : midnightAfter(lastModified, Expiration.Days);
}

/** A marker with nothing behind it goes with its own action, and also when objects of its age do. */
function expiresMarker(rule: LifecycleRule, marker: LifecycleVersion, now: number): boolean {
  if (rule.Expiration?.ExpiredObjectDeleteMarker) return true;
  return (expirationTime(rule, marker) ?? Infinity) <= now;
}

function transitionTime({ Date: date, Days }: Transition, { lastModified }: LifecycleVersion): number | undefined {
  if (date !== undefined) return Math.max(new Date(date).getTime(), midnightAfter(lastModified));
  return midnightAfter(lastModified, Days);
}

function coldest(
  candidates: readonly { rule: LifecycleRule; storageClass: string }[],
  version: LifecycleVersion,
  minimumSize: TransitionMinimumSize,
): LifecycleAction | undefined {
  let best: { rule: LifecycleRule; storageClass: string } | undefined;
  let bestRank = classRanks[version.storageClass] ?? 0;
  for (const candidate of candidates) {
    const rank = classRanks[candidate.storageClass] ?? 0;
    if (rank <= bestRank || !isLargeEnough(candidate, version, minimumSize)) continue;
    best = candidate;
    bestRank = rank;
  }
  return best && { kind: 'transition', ruleId: best.rule.ID ?? '', storageClass: best.storageClass };
}

/** Small objects stay where they are unless the rule speaks of sizes itself. */
function isLargeEnough(
  { rule: { Filter }, storageClass }: { rule: LifecycleRule; storageClass: string },
  { size }: LifecycleVersion,
  minimumSize: TransitionMinimumSize,
): boolean {
  const { ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter?.And ?? Filter ?? {};
  if (size >= smallObjectBytes || ObjectSizeGreaterThan !== undefined || ObjectSizeLessThan !== undefined) return true;
  return minimumSize === 'varies_by_storage_class' && /^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass);
}
