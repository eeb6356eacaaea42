import { expect, it } from 'vitest';
import { checkCycles, creationLevels, deletionLevels, resourceGraph } from './graph.ts';
import { parseTemplate } from './parse/parse-template.ts';
import type { Template } from './template.ts';
import { checkConditionalReferences } from './validate/conditional-references.ts';

const graphOf = (text: string, conditions?: ReadonlyMap<string, boolean | undefined>) =>
  resourceGraph(parseTemplate(text).value as unknown as Template, conditions);
const plain = (graph: ReadonlyMap<string, ReadonlySet<string>>) =>
  Object.fromEntries([...graph].map(([id, needed]) => [id, [...needed]]));

const text = `
Resources:
  Policy:
    Type: T
    Properties:
      Topic: !Ref Topic
      Text: !Sub ["\${Queue.Arn} \${AWS::Region} \${Own} \${!Not}", {Own: !GetAtt [Key, Arn]}]
  Topic: {Type: T, DependsOn: [Queue, Key], Metadata: {Uses: !Ref Role}}
  Queue: {Type: T, UpdatePolicy: {X: !Ref Role}}
  Key: {Type: T}
  Role: {Type: T, Properties: {P: !Ref SomeParameter}}
`;

it('sees explicit and implicit dependencies', () => {
  expect(plain(graphOf(text))).toEqual({
    Policy: ['Topic', 'Queue', 'Key'],
    Topic: ['Queue', 'Key', 'Role'],
    Queue: ['Role'],
    Key: [],
    Role: [],
  });
});

it('orders creation and deletion in levels', () => {
  expect(creationLevels(graphOf(text))).toEqual([['Key', 'Role'], ['Queue'], ['Topic'], ['Policy']]);
  expect(deletionLevels(graphOf(text))).toEqual([['Policy'], ['Topic'], ['Queue', 'Key'], ['Role']]);
});

it('follows only the branches that are taken', () => {
  const conditional = `
Resources:
  A: {Type: T, Properties: {X: !If [Prod, !Ref B, !Ref C]}, DependsOn: B}
  B: {Type: T, Condition: Prod}
  C: {Type: T, Properties: {X: !If [Prod, !Ref A, none]}}
`;
  expect(plain(graphOf(conditional, new Map([['Prod', false]])))).toEqual({ A: ['C'], C: [] });
  expect(plain(graphOf(conditional, new Map([['Prod', true]])))).toEqual({ A: ['B'], B: [], C: ['A'] });
  expect(plain(graphOf(conditional))).toEqual({ A: ['B'], B: [], C: [] });
});

it('refuses references to resources that their condition leaves out', () => {
  const template = parseTemplate(`
Resources:
  A: {Type: T, Condition: Prod}
  B: {Type: T, DependsOn: A, Properties: {X: !If [Prod, !Ref A, none]}}
  C: {Type: T, Condition: Prod, Properties: {X: !Ref A}}
Outputs:
  O: {Value: !Sub "\${A.Arn}"}
`).value as unknown as Template;
  checkConditionalReferences(template, new Map([['Prod', true]]));
  checkConditionalReferences(template, new Map([['Prod', undefined]]));
  expect(() => checkConditionalReferences(template, new Map([['Prod', false]]))).toThrow(
    'Template format error: Unresolved resource dependencies [A] in the Outputs block of the template',
  );
});

it('names everything that could never start', () => {
  const cyclic =
    'Resources: {A: {Type: T, DependsOn: C}, B: {Type: T}, C: {Type: T, DependsOn: [A, B]}, D: {Type: T, DependsOn: A}}';
  expect(() => creationLevels(graphOf(cyclic))).toThrow('Circular dependency between resources: [A, C, D]');
});

it('orders long chains', () => {
  const chain = Array.from({ length: 500 }, (_, n) => `  R${n}: {Type: T${n < 499 ? `, DependsOn: R${n + 1}` : ''}}`);
  const graph = graphOf(`Resources:\n${chain.join('\n')}`);
  checkCycles(graph);
  expect(creationLevels(graph)).toHaveLength(500);
  expect(creationLevels(graph)[0]).toEqual(['R499']);
});
