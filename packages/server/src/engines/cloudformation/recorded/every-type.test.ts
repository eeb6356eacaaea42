import { expect, it } from 'vitest';
import { createIds, seededRandomBytes } from '../../../platform/ids.ts';
import { registrySchema } from '../schema/registry-schema.ts';
import { createResourceSchemas } from '../schema/resource-schemas.ts';
import { attributeNames } from '../schema/references.ts';
import { createRecorded, readRecorded, updateRecorded } from './recorded-resource.ts';
import type { RecordedScope } from './recorded-resource.ts';

const schemas = createResourceSchemas(new URL('../../../../generated/resource-types/', import.meta.url));

function scope(seed: string): RecordedScope {
  const ids = createIds(seededRandomBytes(seed));
  return {
    account: '123456789012',
    region: 'eu-central-1',
    partition: 'aws',
    stackName: 'shop',
    logicalId: 'Thing',
    ids,
    now: 0,
  };
}

it('has every resource type', () => {
  expect(schemas.names().filter((name) => name !== 'AWS::CDK::Metadata')).toHaveLength(1828);
});

it('records each of them: an id, every attribute, the same for the same chance, and stable over updates', () => {
  const problems: string[] = [];
  for (const typeName of schemas.names()) {
    const schema = schemas.find(typeName);
    if (schema === undefined) throw new Error(`no schema of ${typeName}`);
    const recorded = createRecorded(schema, {}, scope(typeName));
    if (recorded.physicalId === '' || recorded.primaryIdentifier === '') problems.push(`${typeName}: no id`);
    const text = JSON.stringify(recorded);
    if (/undefined|\$\{|\{(hex|uuid|base32)/.test(text)) problems.push(`${typeName}: ${text.slice(0, 200)}`);
    for (const name of attributeNames(schema)) {
      if (recorded.attributes[name] === undefined) problems.push(`${typeName}: no ${name}`);
    }
    expect(createRecorded(schema, {}, scope(typeName))).toEqual(recorded);
    expect(updateRecorded(schema, recorded, {}, scope('another'))).toEqual(recorded);
    const model = readRecorded(schema, recorded);
    const identifiers = schema.primaryIdentifier.filter((name) => Object.hasOwn(schema.attributes, name));
    expect(Object.keys(model), typeName).toEqual(expect.arrayContaining(identifiers));
    expect(registrySchema(schema)['typeName']).toBe(typeName);
  }
  expect(problems).toEqual([]);
});
