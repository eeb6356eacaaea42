import { callsFor } from '../calls.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { JobDefinition, Platform } from '../../../platform/service.ts';
import type { Unit } from '../../../platform/storage/storage.ts';
import { versionIdOf } from '../model/registered-type.ts';
import type { TypeDefinition, TypeKind, TypeRegistration } from '../model/registered-type.ts';
import { findRegistration, findType, saveRegistration, saveType, saveVersion } from '../store/types.ts';
import { PackageError, readHandlerPackage } from './handler-package.ts';

interface Payload {
  token: string;
}

export const typeJobs = {
  registerType: {
    async run({ token }: Payload, { platform }) {
      await runRegistration(platform, token);
    },
  },
} satisfies Record<string, JobDefinition>;

export function enqueueRegistration(platform: Platform, unit: Unit, registration: TypeRegistration): void {
  const { account, region, token, kind, typeName } = registration;
  const serialKey = `cloudformation.type ${account} ${region} ${kind} ${typeName}`;
  const payload: Payload = { token };
  platform.jobs.enqueue(unit, { type: 'cloudformation.registerType', serialKey, account, region, payload });
}

async function runRegistration(platform: Platform, token: string): Promise<void> {
  const registration = await findRegistration(platform.storage, token);
  if (registration?.status !== 'IN_PROGRESS') return;
  const { account, region, principal } = registration;
  const call = callsFor(platform, { principal, account, region });
  let definition: TypeDefinition;
  try {
    definition = await readHandlerPackage(call, registration);
  } catch (error) {
    const isRefusal = error instanceof PackageError || error instanceof AwsError || error instanceof TemplateError;
    if (!isRefusal) throw error;
    const failed: TypeRegistration = { ...registration, status: 'FAILED', description: error.message };
    await platform.storage.transact(async (unit) => saveRegistration(unit, failed));
    return;
  }
  await platform.storage.transact((unit) => addVersion(platform, unit, registration, definition));
}

async function addVersion(
  platform: Platform,
  unit: Unit,
  registration: TypeRegistration,
  definition: TypeDefinition,
): Promise<void> {
  const { account, region, kind, typeName, loggingConfig, executionRoleArn } = registration;
  const now = platform.clock.now();
  const existing = await findType(unit, registration, registration);
  const versions = (existing?.versions ?? 0) + 1;
  const versionId = versionIdOf(versions);
  const place = { account, region, kind, typeName };
  // The first version is the default, and stays so until another is chosen; a type that was given up begins anew.
  const isLive = existing?.status === 'LIVE';
  const defaultVersionId = isLive ? existing.defaultVersionId : versionId;
  saveType(unit, { ...place, status: 'LIVE', defaultVersionId, versions, updatedAt: now });
  saveVersion(unit, {
    ...place,
    versionId,
    status: 'LIVE',
    createdAt: now,
    definition,
    loggingConfig,
    executionRoleArn,
    testStatus: 'NOT_TESTED',
  });
  saveRegistration(unit, { ...registration, status: 'COMPLETE', versionId, description: completion[kind] });
}

/** What a registration means on this server. */
const completion: Readonly<Record<TypeKind, string>> = {
  RESOURCE:
    'Deployment is currently in DEPLOY_STAGE of status COMPLETED. Functions do not run here yet, and so neither do the handlers of this type: it is registered only.',
  HOOK: 'Deployment is currently in DEPLOY_STAGE of status COMPLETED. Functions do not run here yet, and so neither does this hook: it is registered only.',
  MODULE: 'Deployment is currently in DEPLOY_STAGE of status COMPLETED',
};
