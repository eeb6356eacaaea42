import { sharedResourceSchemas } from '../../engines/cloudformation/schema/resource-schemas.ts';
import type { ResourceSchemas } from '../../engines/cloudformation/schema/resource-schemas.ts';
import type { Platform } from '../../platform/service.ts';

export function schemasOf({ resourceTypeDirectory }: Pick<Platform, 'resourceTypeDirectory'>): ResourceSchemas {
  return sharedResourceSchemas(resourceTypeDirectory);
}
