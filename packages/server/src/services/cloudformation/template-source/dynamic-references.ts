import type { DynamicReference } from '../../../engines/cloudformation/template/resolve/dynamic-references.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { isScalar, memberOf } from '../../../engines/cloudformation/template/template.ts';
import type { TemplateValue } from '../../../engines/cloudformation/template/template.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { Calls } from '../../../platform/service.ts';

/** What a dynamic reference stands for, read with `call`. Never to be stored with a stack, nor shown. */
export async function dynamicReferenceValue(reference: DynamicReference, call: Calls): Promise<string> {
  return reference.service === 'secretsmanager' ? secretValue(reference, call) : parameterValue(reference, call);
}

async function parameterValue(reference: Extract<DynamicReference, { name: string }>, call: Calls): Promise<string> {
  const { service, name, version } = reference;
  const Name = version === undefined ? name : `${name}:${version}`;
  const isSecure = service === 'ssm-secure';
  const { Parameters: [found] = [] } = await call.ssm.GetParameters({ Names: [Name], WithDecryption: isSecure });
  if (found === undefined) throw new TemplateError(`Parameters: [${service}:${Name}] cannot be found.`);
  if (!isSecure && found.Type === 'SecureString') {
    throw new TemplateError(`Non-secure ssm prefix was used for secure parameter: ${name}`);
  }
  return found.Value ?? '';
}

async function secretValue(
  { secretId, jsonKey, versionStage, versionId }: Extract<DynamicReference, { secretId: string }>,
  call: Calls,
): Promise<string> {
  const SecretString = await secretString(call, {
    SecretId: secretId,
    ...(versionStage !== undefined && { VersionStage: versionStage }),
    ...(versionId !== undefined && { VersionId: versionId }),
  });
  if (jsonKey === undefined) return SecretString;
  const value = memberOf(jsonOf(SecretString), jsonKey);
  if (!isScalar(value)) throw new TemplateError('Could not find a value associated with JSONKey in SecretString');
  return String(value);
}

async function secretString(call: Calls, input: { SecretId: string }): Promise<string> {
  try {
    const { SecretString = '' } = await call.secretsmanager.GetSecretValue(input);
    return SecretString;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new TemplateError(`Could not resolve the secret ${input.SecretId}: ${error.message}`);
  }
}

function jsonOf(text: string): TemplateValue {
  try {
    return JSON.parse(text) as TemplateValue;
  } catch {
    throw new TemplateError('Could not parse SecretString JSON');
  }
}
