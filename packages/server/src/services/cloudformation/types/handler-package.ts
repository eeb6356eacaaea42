import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { isTemplateObject, memberOf, textOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { parseTemplate } from '../../../engines/cloudformation/template/parse/parse-template.ts';
import { readZip, ZipError } from '../../../engines/zip/zip-archive.ts';
import { toReadable } from '../../../platform/body-stream.ts';
import type { Calls } from '../../../platform/service.ts';
import type { ProvisioningType, TypeDefinition, TypeKind, TypeName } from '../model/registered-type.ts';
import { parseS3Location } from '../template-source/template-url.ts';

/** Why a package cannot be registered; shown by DescribeTypeRegistration. */
export class PackageError extends Error {}

const mostBytes = 100 * 1024 * 1024;

/** The type that a package in S3 describes, checked as far as its schema goes. */
export async function readHandlerPackage(
  call: Calls,
  { packageUrl, endpoint, kind, typeName }: TypeName & { packageUrl: string; endpoint: string },
): Promise<TypeDefinition> {
  const files = unpacked(await readObject(call, packageUrl, endpoint));
  const schema = jsonFile(files, 'schema.json');
  const named = memberOf(schema, 'typeName');
  if (named !== typeName) {
    throw new PackageError(`The package is for type ${textOf(named)}, but the request for ${typeName}.`);
  }
  const text = (name: string) => {
    const value = schema[name];
    return typeof value === 'string' ? value : undefined;
  };
  checkSchema(schema, kind);
  const configuration = memberOf(schema, 'typeConfiguration');
  return {
    schema: JSON.stringify(schema),
    description: text('description') ?? '',
    provisioningType: provisioningOf(schema, kind),
    sourceUrl: text('sourceUrl'),
    documentationUrl: text('documentationUrl'),
    configurationSchema: configuration === undefined ? undefined : JSON.stringify(configuration),
    fragment: kind === 'MODULE' ? fragmentOf(files) : undefined,
  };
}

async function readObject(call: Calls, packageUrl: string, endpoint: string): Promise<Buffer> {
  const { Body } = await call.s3.GetObject({ ...parseS3Location(packageUrl, endpoint) });
  if (Body === undefined || Body instanceof Uint8Array) return Buffer.from(Body ?? []);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of toReadable(Body)) {
    chunks.push(Buffer.from(chunk as Uint8Array));
    size += (chunk as Uint8Array).length;
    if (size > mostBytes) throw new PackageError(`The package is larger than ${mostBytes} bytes.`);
  }
  return Buffer.concat(chunks);
}

function unpacked(archive: Buffer): Map<string, Buffer> {
  try {
    return readZip(archive, mostBytes);
  } catch (error) {
    if (error instanceof ZipError) throw new PackageError(`The package cannot be read: ${error.message}.`);
    throw error;
  }
}

function jsonFile(files: Map<string, Buffer>, name: string): TemplateObject {
  const content = files.get(name);
  if (content === undefined) throw new PackageError(`The package has no file ${name}.`);
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch {
    throw new PackageError(`${name} is not valid JSON.`);
  }
  if (!isTemplateObject(value)) throw new PackageError(`${name} is no JSON object.`);
  return value;
}

/** What AWS demands of every schema: https://schema.cloudformation.us-east-1.amazonaws.com/provider.definition.schema.v1.json */
function checkSchema(schema: TemplateObject, kind: TypeKind): void {
  const required = {
    RESOURCE: ['typeName', 'description', 'properties', 'additionalProperties', 'primaryIdentifier'],
    HOOK: ['typeName', 'description', 'typeConfiguration', 'additionalProperties', 'handlers'],
    MODULE: ['typeName', 'description', 'properties'],
  }[kind];
  const problems = required
    .filter((name) => schema[name] === undefined)
    .map((name) => `#: required key [${name}] not found`);
  if (kind === 'RESOURCE') {
    if (schema['additionalProperties'] !== false) problems.push('#/additionalProperties: must be false');
    const identifier = schema['primaryIdentifier'];
    if (!Array.isArray(identifier) || identifier.length === 0)
      problems.push('#/primaryIdentifier: expected minimum item count: 1, found: 0');
    const properties = schema['properties'];
    if (isTemplateObject(properties) && Object.keys(properties).length === 0) {
      problems.push('#/properties: minimum size: [1], found: [0]');
    }
  }
  if (problems.length > 0) throw new PackageError(`The schema is not valid: ${problems.join('\n')}`);
}

function provisioningOf(schema: TemplateObject, kind: TypeKind): ProvisioningType {
  if (kind !== 'RESOURCE') return 'FULLY_MUTABLE';
  const handlers = schema['handlers'];
  if (!isTemplateObject(handlers) || handlers['create'] === undefined) return 'NON_PROVISIONABLE';
  return handlers['update'] === undefined ? 'IMMUTABLE' : 'FULLY_MUTABLE';
}

/** A module has one template, in JSON or YAML. */
function fragmentOf(files: Map<string, Buffer>): string {
  const [name, ...others] = [...files.keys()].filter((file) => /^fragments\/[^/]+\.(json|ya?ml)$/.test(file));
  if (name === undefined || others.length > 0) throw new PackageError('The package must have one file in fragments/.');
  const text = files.get(name)?.toString('utf8') ?? '';
  checkFragment(text);
  return text;
}

/** The template of a module; throws what is wrong with it. */
export function checkFragment(text: string): TemplateObject {
  let value: TemplateObject;
  try {
    ({ value } = parseTemplate(text, 'TemplateURL'));
  } catch (error) {
    if (error instanceof TemplateError) throw new PackageError(`The fragment is no template: ${error.message}`);
    throw error;
  }
  if (!isTemplateObject(value['Resources'])) throw new PackageError('The fragment has no Resources.');
  const refused = ['Outputs', 'Rules', 'Transform'].find((section) => value[section] !== undefined);
  if (refused !== undefined) throw new PackageError(`The fragment of a module cannot have a section ${refused}.`);
  return value;
}
