import type { LifecycleRule } from '../../../../generated/types/s3.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import type { Bucket } from '../model/bucket.ts';
import type { LifecycleRules } from '../model/lifecycle.ts';
import { findConfiguration } from './configurations.ts';

/** Rows are JSON: the dates in the rules come back as text. */
export async function findLifecycle(reader: Reader, bucket: Pick<Bucket, 'id'>): Promise<LifecycleRules | undefined> {
  const stored = await findConfiguration(reader, bucket, 'lifecycle');
  return stored && { ...stored, rules: stored.rules.map(withDates) };
}

function withDates(rule: LifecycleRule): LifecycleRule {
  const { Expiration, Transitions } = rule;
  return {
    ...rule,
    ...(Expiration && { Expiration: withDate(Expiration) }),
    ...(Transitions && { Transitions: Transitions.map(withDate) }),
  };
}

function withDate<Action extends { Date?: Date | undefined }>(action: Action): Action {
  return action.Date === undefined ? action : { ...action, Date: new Date(action.Date) };
}
