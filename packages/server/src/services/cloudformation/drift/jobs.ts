import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { DriftDetection } from '../model/drift.ts';
import { runDetection } from './detection.ts';

interface Payload {
  detectionId: string;
}

export const driftJobs = {
  detectDrift: {
    async run({ detectionId }: Payload, { platform }) {
      await runDetection(platform, detectionId);
    },
  },
} satisfies Record<string, JobDefinition>;

export function enqueueDetection(
  platform: Platform,
  unit: Unit,
  { account, region, detectionId }: DriftDetection,
): void {
  const payload: Payload = { detectionId };
  platform.jobs.enqueue(unit, { type: 'cloudformation.detectDrift', account, region, payload });
}
