import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import type { GeneratedTemplate } from '../model/generated-template.ts';
import { scanLifeMs } from '../model/resource-scan.ts';
import type { ResourceScan } from '../model/resource-scan.ts';
import { deleteScanned, findScan, saveScan } from '../store/resource-scans.ts';
import { runGeneration } from './generation.ts';
import { runScan } from './scan.ts';

interface ScanPayload {
  scanId: string;
}

interface TemplatePayload {
  templateId: string;
}

const expiredAtOnce = 500;

export const generatorJobs = {
  scanResources: {
    async run({ scanId }: ScanPayload, { platform }) {
      await runScan(platform, scanId);
    },
  },

  expireScan: {
    async run({ scanId }: ScanPayload, { platform }) {
      await platform.storage.transact(async (unit) => {
        const scan = await findScan(unit, scanId);
        if (scan !== undefined) saveScan(unit, { ...scan, status: 'EXPIRED' });
      });
      while ((await platform.storage.transact((unit) => deleteScanned(unit, scanId, expiredAtOnce))) === expiredAtOnce);
    },
  },

  generateTemplate: {
    async run({ templateId }: TemplatePayload, { platform, account, region }) {
      await runGeneration(platform, { account, region }, templateId);
    },
  },
} satisfies Record<string, JobDefinition>;

export function enqueueScan(
  platform: Platform,
  unit: Unit,
  { account, region, scanId, startedAt }: ResourceScan,
): void {
  const job = { account, region, payload: { scanId } satisfies ScanPayload };
  platform.jobs.enqueue(unit, { type: 'cloudformation.scanResources', ...job });
  platform.jobs.enqueue(unit, { type: 'cloudformation.expireScan', runAt: startedAt + scanLifeMs, ...job });
}

export function enqueueGeneration(
  platform: Platform,
  unit: Unit,
  { account, region, templateId }: GeneratedTemplate,
): void {
  const payload: TemplatePayload = { templateId };
  platform.jobs.enqueue(unit, {
    type: 'cloudformation.generateTemplate',
    serialKey: templateId,
    account,
    region,
    payload,
  });
}
