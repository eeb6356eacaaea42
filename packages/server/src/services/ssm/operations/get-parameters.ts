import type { Parameter as ParameterOutput } from '../../../../generated/types/ssm.ts';
import type { RequestContext } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { labelNotFound, SsmError, versionNotFound } from '../errors.ts';
import { describeValue } from '../model/parameter.ts';
import type { Parameter, ParameterVersion } from '../model/parameter.ts';
import { parameterArn, parseReference } from '../model/parameter-name.ts';
import { open } from '../model/secure-string.ts';
import { requireEncryptionKey } from '../store/encryption-keys.ts';
import { findVersion, requireParameter } from '../store/parameters.ts';
import { getReferencedSecret, isSecretReference } from './secret-reference.ts';

export const getParameterOperations = {
  async GetParameter({ Name, WithDecryption }, request) {
    return { Parameter: await readParameter(Name, WithDecryption, request) };
  },

  async GetParameters({ Names, WithDecryption }, request) {
    const Parameters: ParameterOutput[] = [];
    const InvalidParameters: string[] = [];
    for (const name of new Set(Names)) {
      const found = await readParameter(name, WithDecryption, request).catch(unlessMissing);
      if (found) Parameters.push(found);
      else InvalidParameters.push(name);
    }
    return { Parameters, InvalidParameters };
  },
} satisfies Partial<SsmHandlers>;

/** The value as a request may see it: that of a SecureString is its ciphertext, unless it is to be decrypted. */
export async function readValue(
  { unit }: RequestContext,
  version: ParameterVersion,
  withDecryption: boolean | undefined,
): Promise<string> {
  if (version.type !== 'SecureString' || !withDecryption) return version.value;
  return open(version.value, await requireEncryptionKey(unit, version), parameterArn(version));
}

async function readParameter(
  text: string,
  withDecryption: boolean | undefined,
  request: RequestContext,
): Promise<ParameterOutput> {
  if (isSecretReference(text)) return getReferencedSecret(text, withDecryption, request);
  const reference = parseReference(text, request);
  const parameter = await requireParameter(request.unit, reference);
  const version = await selectVersion(request, parameter, reference.selector);
  return describeValue(version, await readValue(request, version, withDecryption), reference.selector);
}

async function selectVersion(
  { unit }: RequestContext,
  parameter: Parameter,
  selector: string | undefined,
): Promise<ParameterVersion> {
  if (selector === undefined) return parameter;
  const isNumber = /^\d+$/.test(selector);
  const number = isNumber ? Number(selector) : parameter.labels[selector];
  if (number === undefined) throw labelNotFound(parameter.name, selector);
  const version = Number.isSafeInteger(number) ? await findVersion(unit, parameter, number) : undefined;
  if (!version) throw versionNotFound(parameter.name, number);
  return version;
}

function unlessMissing(error: unknown): undefined {
  const isMissing = error instanceof SsmError && /^Parameter(?:Version)?NotFound$/.test(error.code);
  if (!isMissing) throw error;
}
