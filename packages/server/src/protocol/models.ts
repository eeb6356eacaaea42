import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { ServiceIndexEntry, ServiceModel } from './model.ts';

export interface Models {
  readonly index: readonly ServiceIndexEntry[];
  has(service: string): boolean;
  /** Reads the model at its first use; throws where the service is not in the index. */
  load(service: string): ServiceModel;
}

/** The compiled models in `directory`. Only `index.json` is read now. */
export function createModels(directory: URL | string): Models {
  const base = typeof directory === 'string' ? pathToFileURL(`${directory}/`) : directory;
  const index = readJson(new URL('index.json', base)) as ServiceIndexEntry[];
  const services = new Set(index.map((entry) => entry.service));
  const loaded = new Map<string, ServiceModel>();
  return {
    index,
    has: (service) => services.has(service),
    load(service) {
      const known = loaded.get(service);
      if (known !== undefined) return known;
      if (!services.has(service)) throw new Error(`no model of service ${service}`);
      const model = readJson(new URL(`${service}.json`, base)) as ServiceModel;
      loaded.set(service, model);
      return model;
    },
  };
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'));
}
