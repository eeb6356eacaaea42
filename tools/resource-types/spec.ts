/** What of `@aws-cdk/aws-service-spec` is compiled. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource, SpecDatabase, TypeDefinition } from '@aws-cdk/service-spec-types';

export interface Spec {
  resources: readonly Resource[];
  definition(type: PropertyType & { type: 'ref' }): TypeDefinition;
}

export function readSpec(): Spec {
  const database: SpecDatabase = loadAwsServiceSpecSync();
  return {
    resources: database.all('resource'),
    definition: ({ reference }) => database.get('typeDefinition', reference),
  };
}
