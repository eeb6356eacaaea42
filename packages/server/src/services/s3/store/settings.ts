import type { Unit } from '../../../platform/storage/storage.ts';
import type { Bucket } from '../model/bucket.ts';
import type { BucketSettings } from '../model/bucket-settings.ts';
import { saveBucket } from './buckets.ts';

type SettingsChange = { [Name in keyof BucketSettings]?: BucketSettings[Name] | undefined };

/** Changes the settings that are named; undefined takes one away. */
export function saveSettings(unit: Unit, bucket: Bucket, change: SettingsChange): Bucket {
  const settings = Object.fromEntries(
    Object.entries({ ...bucket.settings, ...change }).filter(([, value]) => value !== undefined),
  ) as BucketSettings;
  const changed = { ...bucket, settings };
  saveBucket(unit, changed);
  return changed;
}
