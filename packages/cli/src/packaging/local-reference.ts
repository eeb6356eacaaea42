import { memberOf } from './template-tree.ts';
import type { Scalar, TemplateNode } from './template-tree.ts';

/** What stands at a local path: a template to be packaged itself, a file as it is, or a folder or file as a zip. */
type Content = 'template' | 'file' | 'zip';
/** What takes the path's place: an address, or an object with the bucket and the key under these names. */
type Form = 'https' | 's3' | readonly [bucket: string, key: string];

export interface LocalReference {
  scalar: Scalar;
  /** For messages: `Function.CodeUri`. */
  place: string;
  content: Content;
  form: Form;
}

interface Rule {
  path: readonly string[];
  content: Content;
  form: Form;
}

const lambdaObject = ['S3Bucket', 'S3Key'] as const;
const plainObject = ['Bucket', 'Key'] as const;

/** Where `aws cloudformation package` takes local paths too. */
const rules: Readonly<Record<string, Rule>> = {
  'AWS::CloudFormation::Stack': { path: ['TemplateURL'], content: 'template', form: 'https' },
  'AWS::Serverless::Application': { path: ['Location'], content: 'template', form: 'https' },
  'AWS::Serverless::Function': { path: ['CodeUri'], content: 'zip', form: 's3' },
  'AWS::Serverless::LayerVersion': { path: ['ContentUri'], content: 'zip', form: 's3' },
  'AWS::Serverless::Api': { path: ['DefinitionUri'], content: 'file', form: 's3' },
  'AWS::Serverless::HttpApi': { path: ['DefinitionUri'], content: 'file', form: 's3' },
  'AWS::Serverless::StateMachine': { path: ['DefinitionUri'], content: 'file', form: 's3' },
  'AWS::Lambda::Function': { path: ['Code'], content: 'zip', form: lambdaObject },
  'AWS::Lambda::LayerVersion': { path: ['Content'], content: 'zip', form: lambdaObject },
  'AWS::ApiGateway::RestApi': { path: ['BodyS3Location'], content: 'file', form: plainObject },
  'AWS::StepFunctions::StateMachine': { path: ['DefinitionS3Location'], content: 'file', form: plainObject },
};
const globals: readonly (Rule & { section: string })[] = [
  { section: 'Function', path: ['CodeUri'], content: 'zip', form: 's3' },
  { section: 'LayerVersion', path: ['ContentUri'], content: 'zip', form: 's3' },
];

/** The places of a template that name something on this machine, in no order. */
export function localReferences(template: TemplateNode): LocalReference[] {
  const found: LocalReference[] = [];
  const resources = memberOf(template, 'Resources');
  if (resources?.kind === 'mapping') {
    for (const [logicalId, resource] of resources.members) collectFromResource(logicalId, resource, found);
  }
  for (const { section, ...rule } of globals) {
    collect(`Globals.${section}`, memberOf(memberOf(template, 'Globals'), section), rule, found);
  }
  collectIncludes(template, found);
  return found;
}

function collectFromResource(logicalId: string, resource: TemplateNode, found: LocalReference[]): void {
  const type = memberOf(resource, 'Type');
  const rule = type?.kind === 'scalar' ? rules[type.text] : undefined;
  if (rule !== undefined) collect(logicalId, memberOf(resource, 'Properties'), rule, found);
}

function collect(owner: string, from: TemplateNode | undefined, rule: Rule, found: LocalReference[]): void {
  const node = rule.path.reduce<TemplateNode | undefined>(memberOf, from);
  if (node?.kind !== 'scalar' || !isLocal(node.text)) return;
  found.push({ scalar: node, place: [owner, ...rule.path].join('.'), content: rule.content, form: rule.form });
}

/** `AWS::Include` may stand anywhere, as a transform of the template or in a section of it. */
function collectIncludes(node: TemplateNode, found: LocalReference[]): void {
  if (node.kind === 'sequence') for (const item of node.items) collectIncludes(item, found);
  if (node.kind !== 'mapping') return;
  const rule: Rule = { path: ['Parameters', 'Location'], content: 'file', form: 's3' };
  for (const [name, value] of node.members) {
    if (name === 'Fn::Transform' || name === 'Transform') {
      for (const transform of value.kind === 'sequence' ? value.items : [value]) {
        const macro = memberOf(transform, 'Name');
        if (macro?.kind === 'scalar' && macro.text === 'AWS::Include') collect('AWS::Include', transform, rule, found);
      }
    }
    collectIncludes(value, found);
  }
}

function isLocal(text: string): boolean {
  return text !== '' && !/^[a-z][a-z0-9+.-]+:\/\//i.test(text) && !text.startsWith('{{resolve:');
}
