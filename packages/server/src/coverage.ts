import { createResourceSchemas } from './engines/cloudformation/schema/resource-schemas.ts';
import type { Realism } from './platform/service.ts';
import { createModels } from './protocol/models.ts';
import { services } from './services/index.ts';

export interface ServiceCoverage {
  name: string;
  serviceId: string;
  operations: { name: string; realism: Realism | 'not here yet' }[];
}

export interface ResourceTypeCoverage {
  name: string;
  /** `expanded`: the transform of AWS::Serverless makes other types of it. */
  realism: 'runs' | 'recorded' | 'expanded';
}

/** Every modelled service and operation with what Madang does for it, from the code itself. */
export function coverage(modelDirectory: URL): ServiceCoverage[] {
  const models = createModels(modelDirectory);
  return models.index.map(({ service, serviceId }) => {
    const definition = services.find(({ name }) => name === service);
    const operations = Object.keys(models.load(service).operations).map((name) => ({
      name,
      realism:
        definition === undefined || !(name in definition.operations)
          ? ('not here yet' as const)
          : realismOf(definition, name),
    }));
    return { name: service, serviceId, operations: operations.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  });
}

/** Every resource type of CloudFormation. */
export function resourceTypeCoverage(resourceTypeDirectory: URL): ResourceTypeCoverage[] {
  const handled = new Set(services.flatMap(({ resourceTypes = {} }) => Object.keys(resourceTypes)));
  return createResourceSchemas(resourceTypeDirectory)
    .names()
    .map((name): ResourceTypeCoverage => {
      if (handled.has(name)) return { name, realism: 'runs' };
      return { name, realism: name.startsWith('AWS::Serverless::') ? 'expanded' : 'recorded' };
    });
}

export function realismOf(definition: (typeof services)[number], operation: string): Realism {
  return (definition.realism as Record<string, Realism> | undefined)?.[operation] ?? 'runs';
}
