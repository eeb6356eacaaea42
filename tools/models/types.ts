import type { Member, ServiceModel, Shape, StructureShape } from '../../packages/server/src/protocol/model.ts';

/** TypeScript types of one service: a type per structure, the operations' inputs and outputs, the error names. */
export function renderTypes(model: ServiceModel): string {
  const lines: string[] = [];
  for (const shape of model.shapes) {
    if (shape.type === 'structure') lines.push(...renderStructure(model, shape), '');
  }
  lines.push(`export interface ${typePrefix(model.service)}Operations {`);
  for (const operation of Object.values(model.operations)) {
    const input = operation.input === undefined ? 'object' : shapeType(model, operation.input);
    const output = operation.output === undefined ? 'object | undefined | void' : shapeType(model, operation.output);
    lines.push(`  ${operation.name}: { input: ${input}; output: ${output} };`);
  }
  lines.push('}', '');
  const errors = Object.keys(model.errors).map((name) => JSON.stringify(name));
  lines.push(`export type ${typePrefix(model.service)}ErrorName = ${errors.join(' | ') || 'never'};`, '');
  const head = ['// Generated from the service model. Do not edit.'];
  if (lines.some((line) => line.includes('BodyStream'))) {
    head.push("import type { BodyStream } from '../../src/platform/body-stream.ts';");
  }
  return [...head, '', ...lines].join('\n');
}

/** One type that names every service's operations, for typed calls between services. */
export function renderServiceIndex(models: ServiceModel[]): string {
  const lines = ['// Generated from the service models. Do not edit.'];
  for (const { service } of models) {
    lines.push(`import type { ${typePrefix(service)}Operations } from './${service}.ts';`);
  }
  lines.push('', 'export interface ServiceOperations {');
  for (const { service } of models) lines.push(`  ${JSON.stringify(service)}: ${typePrefix(service)}Operations;`);
  lines.push('}', '');
  return lines.join('\n');
}

function typePrefix(service: string): string {
  return service.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

function renderStructure(model: ServiceModel, shape: StructureShape): string[] {
  if (shape.document) return [`export type ${identifier(shape.name)} = unknown;`];
  const members = Object.entries(shape.members).map(([name, member]) => {
    const type = memberType(model, member);
    const required = shape.required?.includes(name) && !member.idempotencyToken;
    return `  ${JSON.stringify(name)}${required ? '' : '?'}: ${type}${required ? '' : ' | undefined'};`;
  });
  return [`export interface ${identifier(shape.name)} {`, ...members, '}'];
}

function memberType(model: ServiceModel, member: Member): string {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'structure' && shape.eventStream) return `AsyncIterable<${identifier(shape.name)}>`;
  if (member.streaming || ('streaming' in shape && shape.streaming)) return 'BodyStream';
  if (member.jsonValue) return 'unknown';
  return shapeType(model, member.shape);
}

function shapeType(model: ServiceModel, index: number): string {
  const shape = shapeOf(model, index);
  switch (shape.type) {
    case 'structure':
      return identifier(shape.name);
    case 'list':
      return `(${memberType(model, shape.member)})[]`;
    case 'map':
      return `{ [key: string]: ${memberType(model, shape.value)} }`;
    case 'string':
      if (shape.jsonValue) return 'unknown';
      return shape.enum?.map((value) => JSON.stringify(value)).join(' | ') ?? 'string';
    case 'boolean':
      return 'boolean';
    case 'blob':
      return 'Uint8Array';
    case 'timestamp':
      return 'Date';
    default:
      return 'number';
  }
}

function shapeOf(model: ServiceModel, index: number): Shape {
  const shape = model.shapes[index];
  if (shape === undefined) throw new Error(`${model.service} has no shape ${index}`);
  return shape;
}

function identifier(name: string): string {
  return name.replace(/\W/g, '_');
}
