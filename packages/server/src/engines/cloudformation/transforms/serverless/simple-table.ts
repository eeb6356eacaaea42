import type { ResourceTransform } from './kernel/context.ts';
import { ofResource, requireGiven } from './kernel/checks.ts';
import { resourceError } from './kernel/errors.ts';
import { generated } from './kernel/generated-resource.ts';
import { propertyTable } from './kernel/property-table.ts';
import { shown } from './kernel/python-text.ts';
import { tagList } from './kernel/tags.ts';
import { asMap, isGiven, type Fields } from './kernel/values.ts';

export const SIMPLE_TABLE_PROPERTIES = propertyTable(`
  PointInTimeRecoverySpecification= PrimaryKey:mapOfTexts ProvisionedThroughput:mapOfInts TableName:text|map Tags:map
  SSESpecification:map`);

const TYPES: Record<string, string> = { String: 'S', Number: 'N', Binary: 'B' };

function keyAttribute(id: string, key: unknown): Fields {
  if (!isGiven(key)) return { AttributeName: 'id', AttributeType: 'S' };
  const { Name, Type } = asMap(key);
  const name = requireGiven(Name, ofResource(id), 'PrimaryKey.Name');
  const type = shown(requireGiven(Type, ofResource(id), 'PrimaryKey.Type'));
  if (!Object.hasOwn(TYPES, type)) throw resourceError(id, `Invalid 'Type' "${type}".`);
  return { AttributeName: name, AttributeType: TYPES[type] };
}

/** `AWS::Serverless::SimpleTable`: a DynamoDB table with one key. */
export const transformSimpleTable: ResourceTransform = (source) => {
  const { id, properties } = source;
  const { ProvisionedThroughput, Tags } = properties;
  const key = keyAttribute(id, properties['PrimaryKey']);
  const given = ['PointInTimeRecoverySpecification', 'SSESpecification', 'TableName'].filter((name) =>
    isGiven(properties[name]),
  );
  const table = {
    AttributeDefinitions: [key],
    KeySchema: [{ AttributeName: key['AttributeName'], KeyType: 'HASH' }],
    ...(isGiven(ProvisionedThroughput) ? { ProvisionedThroughput } : { BillingMode: 'PAY_PER_REQUEST' }),
    ...Object.fromEntries(given.map((name) => [name, properties[name]])),
    Tags: isGiven(Tags) ? tagList(Tags) : undefined,
  };
  return [generated('AWS::DynamoDB::Table', id, table, source)];
};
