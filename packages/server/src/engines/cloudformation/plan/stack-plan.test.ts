import { describe, expect, test } from 'vitest';
import type { ResourceSchema } from '../schema/resource-schema.ts';
import type { Template, TemplateObject } from '../template/template.ts';
import { customName } from './resource-plan.ts';
import { planStack } from './stack-plan.ts';
import type { PlanInput, StandingForPlan } from './stack-plan.ts';

const schema: ResourceSchema = {
  typeName: 'Test::Thing',
  properties: {
    Name: { type: 'string', replacement: 'yes', generated: true },
    Size: { type: 'integer' },
    Target: { type: 'string' },
    Tags: { type: { list: 'tag' } },
  },
  definitions: {},
  attributes: { Arn: 'string' },
  primaryIdentifier: ['Name'],
  tagging: { property: 'Tags', variant: 'standard' },
};

const thing = (Properties: TemplateObject = {}, more: object = {}) => ({ Type: 'Test::Thing', Properties, ...more });

function standing(properties: TemplateObject = {}, more: Partial<StandingForPlan> = {}): StandingForPlan {
  const policies = { deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' };
  return {
    type: 'Test::Thing',
    physicalId: 'p-1',
    properties,
    attributes: { Arn: 'a-1' },
    tags: {},
    ...policies,
    ...more,
  };
}

function plan(
  Resources: Template['Resources'],
  before: Record<string, StandingForPlan>,
  more: Partial<PlanInput> = {},
) {
  const input: PlanInput = {
    template: { Resources },
    environment: { pseudo: {}, parameters: new Map(), conditions: new Map() },
    standing: new Map(Object.entries(before)),
    tags: {},
    schemaOf: () => schema,
    isUpdatable: () => true,
    ...more,
  };
  return Object.fromEntries([...planStack(input).resources].map(([id, { action }]) => [id, action]));
}

describe('what an update does', () => {
  test('nothing, in place, anew, in addition, away', () => {
    const before = { A: standing({ Size: 1 }), B: standing({ Size: 1 }), C: standing({ Name: 'c' }), E: standing() };
    const after = { A: thing({ Size: '1' }), B: thing({ Size: 2 }), C: thing({ Name: 'cc' }), D: thing() };
    expect(plan(after, before)).toEqual({ A: 'None', B: 'Modify', C: 'Replace', D: 'Add', E: 'Remove' });
  });

  test('references to what is replaced change, those to what stays do not', () => {
    const before = { A: standing({ Name: 'a' }), B: standing({ Target: 'p-1' }), C: standing({ Target: 'a-1' }) };
    const after = (name: string) => ({
      A: thing({ Name: name }),
      B: thing({ Target: { Ref: 'A' } }),
      C: thing({ Target: { 'Fn::GetAtt': ['A', 'Arn'] } }),
    });
    expect(plan(after('a'), before)).toEqual({ A: 'None', B: 'None', C: 'None' });
    expect(plan(after('b'), before)).toEqual({ A: 'Replace', B: 'Modify', C: 'Modify' });
  });

  test('tags of the stack, metadata and policies count; other resources are imported', () => {
    expect(plan({ A: thing() }, { A: standing() }, { tags: { team: 'a' } })).toEqual({ A: 'Modify' });
    expect(plan({ A: thing({}, { Metadata: { a: 1 } }) }, { A: standing() })).toEqual({ A: 'Modify' });
    expect(plan({ A: thing({}, { DeletionPolicy: 'Retain' }) }, { A: standing() })).toEqual({ A: 'Modify' });
    expect(plan({ A: thing() }, {}, { imported: new Set(['A']) })).toEqual({ A: 'Import' });
  });

  test('without a way to change in place, every change replaces', () => {
    const isUpdatable = () => false;
    expect(plan({ A: thing({ Size: 2 }) }, { A: standing({ Size: 1 }) }, { isUpdatable })).toEqual({ A: 'Replace' });
  });

  test('another type is refused', () => {
    expect(() => plan({ A: { Type: 'Test::Other' } }, { A: standing() })).toThrow(
      'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    );
  });
});

test('a name that stays as it was given keeps its resource from being replaced', () => {
  expect(customName(schema, { Name: 'a' }, { Name: 'a' })).toBe('a');
  expect(customName(schema, { Name: 'a' }, { Name: 'b' })).toBeUndefined();
  expect(customName(schema, {}, {})).toBeUndefined();
});
