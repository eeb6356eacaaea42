import { paginate } from '../../../platform/pagination.ts';
import type { Page } from '../../../platform/pagination.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Key, Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';
import { invalidParameter, invalidToken, SnsError } from '../errors.ts';
import { findEndpointReference } from '../model/platform-application.ts';
import type { ApplicationReference, PlatformApplication, PlatformEndpoint } from '../model/platform-application.ts';
import { pageSize } from './topics.ts';

export const applicationsTable = defineTable<PlatformApplication>()({
  name: 'sns.platform-applications',
  key: applicationKey,
});

export const endpointsTable = defineTable<PlatformEndpoint>()({
  name: 'sns.platform-endpoints',
  key: ({ account, region, platform, application, id }) => [account, region, platform, application, id],
  indexes: {
    token: ({ account, region, platform, application, attributes }) => [
      account,
      region,
      platform,
      application,
      attributes['Token'] ?? '',
    ],
  },
});

export function findApplication(
  reader: Reader,
  reference: ApplicationReference,
): Promise<PlatformApplication | undefined> {
  return reader.get(applicationsTable, applicationKey(reference));
}

export async function requireApplication(
  reader: Reader,
  reference: ApplicationReference,
): Promise<PlatformApplication> {
  const application = await findApplication(reader, reference);
  if (!application) throw new SnsError('NotFoundException', 'PlatformApplication does not exist');
  return application;
}

export function saveApplication(unit: Unit, application: PlatformApplication): void {
  unit.put(applicationsTable, application);
}

/** With all of its endpoints. */
export async function deleteApplication(unit: Unit, reference: ApplicationReference): Promise<void> {
  unit.delete(applicationsTable, applicationKey(reference));
  const endpoints = await unit.list(endpointsTable, { prefix: applicationKey(reference) });
  for (const endpoint of endpoints) deleteEndpoint(unit, endpoint);
}

export function listApplications(
  reader: Reader,
  { account, region }: Scope,
  token: string | undefined,
): Promise<Page<PlatformApplication>> {
  const range = { prefix: [account, region] };
  const kind = 'ListPlatformApplications';
  return paginate({ reader, table: applicationsTable, range, limit: pageSize, kind, token, invalidToken });
}

export async function requireEndpoint(reader: Reader, arn: string): Promise<PlatformEndpoint> {
  const reference = findEndpointReference(arn);
  if (!reference) throw invalidParameter('EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.');
  const endpoint = await reader.get(endpointsTable, [...applicationKey(reference.application), reference.id]);
  if (!endpoint) throw new SnsError('NotFoundException', 'Endpoint does not exist');
  return endpoint;
}

/** An endpoint and its application, to publish to. */
export async function findDestination(
  reader: Reader,
  arn: string,
): Promise<{ endpoint: PlatformEndpoint; application: PlatformApplication } | undefined> {
  const reference = findEndpointReference(arn);
  if (!reference) return undefined;
  const endpoint = await reader.get(endpointsTable, [...applicationKey(reference.application), reference.id]);
  const application = endpoint && (await findApplication(reader, reference.application));
  return application && { endpoint, application };
}

export async function findByToken(
  reader: Reader,
  application: ApplicationReference,
  token: string,
): Promise<PlatformEndpoint | undefined> {
  const prefix = [...applicationKey(application), token];
  return (await reader.list(endpointsTable, { index: 'token', prefix, limit: 1 }))[0];
}

export function saveEndpoint(unit: Unit, endpoint: PlatformEndpoint): void {
  unit.put(endpointsTable, endpoint);
}

export function deleteEndpoint(unit: Unit, { account, region, platform, application, id }: PlatformEndpoint): void {
  unit.delete(endpointsTable, [account, region, platform, application, id]);
}

export function listEndpoints(
  reader: Reader,
  application: ApplicationReference,
  token: string | undefined,
): Promise<Page<PlatformEndpoint>> {
  const range = { prefix: applicationKey(application) };
  const kind = 'ListEndpointsByPlatformApplication';
  return paginate({ reader, table: endpointsTable, range, limit: pageSize, kind, token, invalidToken });
}

function applicationKey({ account, region, platform, name }: ApplicationReference): Key {
  return [account, region, platform, name];
}
