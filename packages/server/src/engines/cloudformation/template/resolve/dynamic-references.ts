import { isTemplateObject } from '../template.ts';
import type { TemplateValue } from '../template.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export type DynamicReference =
  | { service: 'ssm' | 'ssm-secure'; text: string; name: string; version?: string }
  | {
      service: 'secretsmanager';
      text: string;
      secretId: string;
      jsonKey?: string;
      versionStage?: string;
      versionId?: string;
    };

const form = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

function parseReference(text: string, service: string, rest: string): DynamicReference[] {
  if (service === 'ssm' || service === 'ssm-secure') {
    const [, name = '', version] = /^(.*?)(?::([0-9]+))?$/.exec(rest) ?? [];
    return [{ service, text, name, ...(version === undefined ? {} : { version }) }];
  }
  const isArn = rest.startsWith('arn:');
  const parts = rest.split(':');
  const secretId = isArn ? parts.slice(0, 7).join(':') : (parts[0] ?? '');
  const [kind, jsonKey, versionStage, versionId] = parts.slice(isArn ? 7 : 1);
  if (kind !== undefined && kind !== '' && kind !== 'SecretString') return [];
  const reference: DynamicReference = { service: 'secretsmanager', text, secretId };
  if (jsonKey) reference.jsonKey = jsonKey;
  if (versionStage) reference.versionStage = versionStage;
  if (versionId) reference.versionId = versionId;
  return [reference];
}

/** References whose look-up is undefined stay as text. Resolved text is not looked at again. */
export function replaceDynamicReferences(
  value: TemplateValue,
  lookUp: (reference: DynamicReference) => string | undefined,
): TemplateValue {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    return value.replace(form, (whole: string, service: string, rest: string) => {
      const [reference] = parseReference(whole, service, rest);
      return reference === undefined ? whole : (lookUp(reference) ?? whole);
    });
  }
  if (Array.isArray(value)) return value.map((item) => replaceDynamicReferences(item, lookUp));
  if (!isTemplateObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaceDynamicReferences(member, lookUp)]),
  );
}
