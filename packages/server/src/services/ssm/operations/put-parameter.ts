import type { PutParameterRequest } from '../../../../generated/types/ssm.ts';
import type { RequestContext } from '../../../platform/service.ts';
import { tagsFromList } from '../../../platform/tags.ts';
import type { SsmHandlers } from '../context.ts';
import { SsmError, validation } from '../errors.ts';
import { publishChange } from '../events.ts';
import { schedulePolicies } from '../jobs/parameter-policies.ts';
import { checkAllowedPattern } from '../model/allowed-pattern.ts';
import { labelsOf } from '../model/parameter.ts';
import type { Parameter, ParameterType, Tier } from '../model/parameter.ts';
import { checkNewName, parameterArn, twinOf } from '../model/parameter-name.ts';
import type { ParameterId } from '../model/parameter-name.ts';
import { carryOver, parsePolicies } from '../model/parameter-policies.ts';
import type { ParameterPolicy } from '../model/parameter-policies.ts';
import { checkDataType, checkValue, checkValueSize } from '../model/parameter-value.ts';
import { checkedTags, tagErrors } from '../model/parameter-tags.ts';
import { seal } from '../model/secure-string.ts';
import { defaultTierSetting } from '../model/settings.ts';
import { chooseTier, mostParameters } from '../model/tier.ts';
import type { RequestedTier } from '../model/tier.ts';
import { ensureEncryptionKey } from '../store/encryption-keys.ts';
import {
  countParameters,
  createParameter,
  parameterKey,
  parametersTable,
  replaceVersion,
} from '../store/parameters.ts';
import { settingsTable } from '../store/settings.ts';

const mostVersions = 100;
const defaultKey = 'alias/aws/ssm';

export const putParameterOperations = {
  async PutParameter(input, request) {
    const { unit, platform, account, region } = request;
    const name = checkNewName(input.Name, request);
    if (input.Overwrite && input.Tags && input.Tags.length > 0) {
      throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    const former = await unit.get(parametersTable, parameterKey({ account, region, name }));
    if (former ? !input.Overwrite : await hasTwin(name, request)) {
      const message =
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';
      throw new SsmError('ParameterAlreadyExists', message);
    }
    const parameter = await makeVersion(input, { account, region, name }, former, request);
    if (former) replaceVersion(unit, former, parameter);
    else createParameter(unit, parameter);
    if (parameter.policies || former?.policies) schedulePolicies(platform, unit, parameter, former);
    publishChange(platform, unit, parameter, former ? 'Update' : 'Create');
    return { Version: parameter.version, Tier: parameter.tier };
  },
} satisfies Partial<SsmHandlers>;

/** `x` and `/x` are the same ARN, and so cannot both be. */
async function hasTwin(name: string, { unit, account, region }: RequestContext): Promise<boolean> {
  const twin = twinOf(name);
  if (twin === undefined) return false;
  return (await unit.get(parametersTable, parameterKey({ account, region, name: twin }))) !== undefined;
}

async function makeVersion(
  input: PutParameterRequest,
  id: ParameterId,
  former: Parameter | undefined,
  request: RequestContext,
): Promise<Parameter> {
  const type = typeOf(input, former);
  const dataType = input.DataType ?? former?.dataType ?? 'text';
  const allowedPattern = input.AllowedPattern ?? former?.allowedPattern;
  checkDataType(dataType, type);
  checkValue(input.Value, dataType);
  if (allowedPattern) checkAllowedPattern(allowedPattern, input.Value);
  const now = request.clock.now();
  const policies = policiesOf(input, former, now);
  const tier = await tierOf(input, former, policies, request);
  checkValueSize(input.Value, tier);
  const version = (former?.version ?? 0) + 1;
  const isSecure = type === 'SecureString';
  return {
    ...id,
    version,
    type,
    value: isSecure ? await sealed(input.Value, id, request) : input.Value,
    // AWS falls back to its own key, even where the version before had another.
    keyId: isSecure ? (input.KeyId ?? defaultKey) : undefined,
    description: input.Description ?? former?.description,
    allowedPattern,
    tier,
    dataType,
    policies,
    modifiedAt: now,
    modifiedBy: request.principal.arn,
    oldestVersion: former ? oldestKept(former, version) : 1,
    labels: former?.labels ?? {},
    tags: former?.tags ?? checkedTags({}, tagsFromList(input.Tags ?? [], tagErrors), request),
    ...(former?.resourcePolicies && { resourcePolicies: former.resourcePolicies }),
  };
}

function typeOf({ Type, KeyId }: PutParameterRequest, former: Parameter | undefined): ParameterType {
  const type = Type ?? former?.type;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  if (former && former.type !== type) {
    const message =
      "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.";
    throw new SsmError('HierarchyTypeMismatchException', message);
  }
  if (KeyId !== undefined && type !== 'SecureString') {
    throw validation('KeyId is required for SecureString type parameter only.');
  }
  return type;
}

function policiesOf(
  { Policies }: PutParameterRequest,
  former: Parameter | undefined,
  now: number,
): ParameterPolicy[] | undefined {
  const policies = Policies === undefined ? carryOver(former?.policies ?? []) : parsePolicies(Policies, now);
  return policies.length > 0 ? policies : undefined;
}

async function tierOf(
  { Tier: requested, Value }: PutParameterRequest,
  former: Parameter | undefined,
  policies: ParameterPolicy[] | undefined,
  { unit, account, region }: RequestContext,
): Promise<Tier> {
  const setting = requested ? undefined : await unit.get(settingsTable, [account, region, defaultTierSetting]);
  const isFull = async (tier: Tier) => (await countParameters(unit, { account, region }, tier)) >= mostParameters[tier];
  const wanted = requested ?? (setting?.value as RequestedTier | undefined) ?? 'Standard';
  const tier = chooseTier({
    wanted,
    requested,
    existing: former?.tier,
    value: Value,
    hasPolicies: policies !== undefined,
    standardIsFull: wanted === 'Intelligent-Tiering' && (await isFull('Standard')),
  });
  if (former?.tier !== tier && (await isFull(tier))) {
    const message =
      'You have exceeded the number of parameters for this AWS account. Delete one or more parameters and try again.';
    throw new SsmError('ParameterLimitExceeded', message);
  }
  return tier;
}

async function sealed(value: string, id: ParameterId, { unit, platform }: RequestContext): Promise<string> {
  const key = await ensureEncryptionKey(unit, id, platform.ids);
  return seal(value, key, platform.ids.bytes(12), parameterArn(id));
}

/** The oldest version that stays when this one comes. */
function oldestKept(former: Parameter, version: number): number {
  const { name, oldestVersion } = former;
  if (version - oldestVersion < mostVersions) return oldestVersion;
  if (labelsOf(former, oldestVersion).length > 0) {
    throw new SsmError(
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldestVersion}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  }
  return oldestVersion + 1;
}
