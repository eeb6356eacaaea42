import type { RequestContext } from '../../../platform/service.ts';
import type { ScannedResource } from '../model/resource-scan.ts';
import { schemasOf } from '../resource-schemas.ts';
import { scannedResources } from '../store/resource-scans.ts';
import { refersTo } from './relations.ts';
import { namedResource } from './resource-names.ts';

function keyOf({ type, identifier }: ScannedResource): string {
  return `${type} ${identifier}`;
}

/** Those that the given resources name, and those that name them. */
export async function relatedResources(
  { unit, platform }: Pick<RequestContext, 'platform' | 'unit'>,
  scanId: string,
  given: readonly ScannedResource[],
): Promise<ScannedResource[]> {
  const named = (resource: ScannedResource) => {
    const schema = schemasOf(platform).find(resource.type);
    return schema && namedResource(schema, { ...resource.model, ...resource.identifiers });
  };
  const own = given.map((resource) => ({ resource, name: named(resource) }));
  const isGiven = new Set(given.map(keyOf));
  const all = await scannedResources(unit, scanId);
  return all.filter((other) => {
    if (isGiven.has(keyOf(other))) return false;
    const name = named(other);
    return own.some(
      ({ resource, name: ownName }) =>
        (name !== undefined && refersTo(resource.model, name)) ||
        (ownName !== undefined && refersTo(other.model, ownName)),
    );
  });
}
