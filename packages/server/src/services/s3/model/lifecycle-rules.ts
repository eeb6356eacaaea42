import type { LifecycleRule, LifecycleRuleFilter } from '../../../../generated/types/s3.ts';
import { invalidRequest, malformedXml, S3Error } from '../errors.ts';
import { rulePrefix } from './lifecycle.ts';

/** Throws what S3 answers to a configuration that it does not take. */
export function checkLifecycleRules(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0) throw malformedXml();
  if (rules.length > 1000)
    throw invalidRequest('The number of lifecycle rules must not exceed the allowed limit of 1000 rules.');
  const ids = rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]));
  if (new Set(ids).size < ids.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
  for (const rule of rules) checkRule(rule);
}

function checkRule(rule: LifecycleRule): void {
  checkNumbers(rule);
  if ((rule.ID?.length ?? 0) > 255) throw invalidArgument('ID length should not exceed allowed limit of 255');
  if ((rule.Prefix === undefined) === (rule.Filter === undefined)) throw malformedXml();
  if (rule.Filter) checkFilter(rule.Filter);
  const hasAction =
    rule.Expiration ??
    rule.NoncurrentVersionExpiration ??
    rule.AbortIncompleteMultipartUpload ??
    rule.Transitions?.[0] ??
    rule.NoncurrentVersionTransitions?.[0];
  if (hasAction === undefined) throw invalidRequest('At least one action needs to be specified in a rule');
  checkExpiration(rule);
  checkTransitions(rule);
  checkNoncurrent(rule);
  checkAbort(rule);
}

/** Days and counts are integers of 32 bits. */
function checkNumbers({ Expiration, Transitions = [], ...rule }: LifecycleRule): void {
  const days = [Expiration, ...Transitions].map((action) => action?.Days);
  const noncurrent = [rule.NoncurrentVersionExpiration, ...(rule.NoncurrentVersionTransitions ?? [])].flatMap(
    (action) => [action?.NoncurrentDays, action?.NewerNoncurrentVersions],
  );
  const all = [...days, ...noncurrent, rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation];
  if (all.some((number) => number !== undefined && number > 2 ** 31 - 1)) throw malformedXml();
}

function checkFilter(filter: LifecycleRuleFilter): void {
  const { Prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And } = filter;
  const given = [Prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And].filter((part) => part !== undefined);
  if (given.length > 1) throw malformedXml();
  if (!And) return;
  const { Tags = [] } = And;
  const parts = [And.Prefix, And.ObjectSizeGreaterThan, And.ObjectSizeLessThan].filter((part) => part !== undefined);
  if (parts.length + Tags.length < 2) throw malformedXml();
  if (new Set(Tags.map(({ Key }) => Key)).size < Tags.length)
    throw invalidRequest('Duplicate Tag Keys are not allowed.');
  const { ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = And;
  if (above !== undefined && below !== undefined && above >= below) {
    throw invalidRequest('The maximum object size should be larger than the minimum object size.');
  }
}

function hasTags({ Filter }: LifecycleRule): boolean {
  return Filter?.Tag !== undefined || (Filter?.And?.Tags?.length ?? 0) > 0;
}

function hasSizes({ Filter }: LifecycleRule): boolean {
  const { ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter?.And ?? Filter ?? {};
  return ObjectSizeGreaterThan !== undefined || ObjectSizeLessThan !== undefined;
}

function checkExpiration(rule: LifecycleRule): void {
  const { Expiration } = rule;
  if (!Expiration) return;
  const { Date: date, Days, ExpiredObjectDeleteMarker: marker } = Expiration;
  if ([date, Days, marker].filter((part) => part !== undefined).length !== 1) throw malformedXml();
  if (Days !== undefined && Days < 1) throw invalidArgument("'Days' for Expiration action must be a positive integer");
  if (date !== undefined) checkMidnight(date);
  if (marker && hasTags(rule)) throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.');
  if (marker && hasSizes(rule)) throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Object Size.');
}

function checkTransitions(rule: LifecycleRule): void {
  const { Transitions = [], Expiration } = rule;
  const classes = Transitions.map(({ StorageClass }) => StorageClass);
  if (new Set(classes).size < classes.length) {
    throw invalidArgument("'StorageClass' must be different for 'Transition' actions in same 'Rule'");
  }
  for (const { Date: date, Days, StorageClass } of Transitions) {
    if (StorageClass === undefined || (date === undefined) === (Days === undefined)) throw malformedXml();
    if (date !== undefined) checkMidnight(date);
    if (Days === undefined) continue;
    if (Days < 0) throw invalidArgument("'Days' for Transition action must be nonnegative");
    checkThirtyDays(Days, StorageClass, 'Days', 'Transition');
    if (Expiration?.Days !== undefined && Expiration.Days <= Days) {
      const filter = `(prefix=${rulePrefix(rule)})`;
      throw invalidArgument(
        `'Days' in the Expiration action for filter '${filter}' must be greater than 'Days' in the Transition action`,
      );
    }
  }
  const timed = [...Transitions, ...(Expiration && !Expiration.ExpiredObjectDeleteMarker ? [Expiration] : [])];
  if (timed.some((action) => action.Date !== undefined) && timed.some((action) => action.Days !== undefined)) {
    const filter = `(prefix=${rulePrefix(rule)})`;
    throw invalidRequest(
      `Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '${filter}'`,
    );
  }
}

function checkNoncurrent({
  NoncurrentVersionExpiration: expiration,
  NoncurrentVersionTransitions = [],
}: LifecycleRule): void {
  if (expiration) {
    const { NoncurrentDays, NewerNoncurrentVersions } = expiration;
    if (NoncurrentDays === undefined) throw malformedXml();
    if (NoncurrentDays < 1)
      throw invalidArgument("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer");
    checkNewer(NewerNoncurrentVersions, 'NoncurrentVersionExpiration');
  }
  for (const { NoncurrentDays, NewerNoncurrentVersions, StorageClass } of NoncurrentVersionTransitions) {
    if (StorageClass === undefined || NoncurrentDays === undefined) throw malformedXml();
    if (NoncurrentDays < 0)
      throw invalidArgument("'NoncurrentDays' for NoncurrentVersionTransition action must be nonnegative");
    checkThirtyDays(NoncurrentDays, StorageClass, 'NoncurrentDays', 'NoncurrentVersionTransition');
    checkNewer(NewerNoncurrentVersions, 'NoncurrentVersionTransition');
    if (expiration?.NoncurrentDays !== undefined && expiration.NoncurrentDays <= NoncurrentDays) {
      throw invalidArgument(
        "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action",
      );
    }
  }
}

function checkNewer(count: number | undefined, action: string): void {
  if (count === undefined || (count >= 1 && count <= 100)) return;
  throw invalidArgument(`'NewerNoncurrentVersions' for ${action} action must be a positive integer up to 100`);
}

function checkAbort(rule: LifecycleRule): void {
  const { AbortIncompleteMultipartUpload: abort } = rule;
  if (!abort) return;
  if (abort.DaysAfterInitiation === undefined) throw malformedXml();
  if (abort.DaysAfterInitiation < 1) {
    throw invalidArgument("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer");
  }
  if (hasTags(rule)) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  if (hasSizes(rule)) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Object Size.');
}

function checkThirtyDays(days: number, storageClass: string, member: string, action: string): void {
  if (days >= 30 || !/^(STANDARD|ONEZONE)_IA$/.test(storageClass)) return;
  throw invalidArgument(
    `'${member}' in ${action} action must be greater than or equal to 30 for storageClass '${storageClass}'`,
  );
}

function checkMidnight(date: Date): void {
  if (date.getTime() % 86_400_000 !== 0) throw invalidArgument("'Date' must be at midnight GMT");
}

function invalidArgument(message: string): S3Error {
  return new S3Error('InvalidArgument', message);
}
