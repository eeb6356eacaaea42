import type { ListTagsForResourceRequest, SsmOperations } from '../../../generated/types/ssm.ts';
import { arn } from '../../platform/arn.ts';
import type { AccessRule, AccessRules, RequestContext, Scope } from '../../platform/service.ts';
import type { Tags } from '../../platform/tags.ts';
import type { Parameter } from './model/parameter.ts';
import { parameterArn, parsePath, parseReference } from './model/parameter-name.ts';
import { requireSetting } from './model/settings.ts';
import { joinPolicies } from './model/sharing.ts';
import { isSecretReference } from './operations/secret-reference.ts';
import { findParameter } from './store/parameters.ts';

type Conditions = Record<string, string | string[]>;

/** Operations on parameters by name or ARN: their own policies and tags take part in the decision. */
function onParameters<Input>(
  namesOf: (input: Input) => readonly string[],
  requestConditions: (input: Input) => Conditions = () => ({}),
): AccessRule<Input> {
  const find = (input: Input, context: RequestContext) =>
    Promise.all(
      namesOf(input)
        .filter((name) => !isSecretReference(name))
        .map((name) => findParameter(context.reader, parseReference(name, context))),
    );
  return {
    resources: (input, context) => namesOf(input).map((name) => resourceOf(name, context)),
    async resourcePolicy(input, context) {
      const [parameter, ...others] = await find(input, context);
      // Permission to use another account's parameters can only be had one by one.
      const document = others.length === 0 ? joinPolicies(parameter?.resourcePolicies) : undefined;
      return parameter && document !== undefined ? { document, account: parameter.account } : undefined;
    },
    conditions: async (input, context) => ({
      ...resourceTagConditions(await find(input, context)),
      ...requestConditions(input),
    }),
  };
}

const byName = onParameters<{ Name: string }>(({ Name }) => [Name]);
const byNames = onParameters<{ Names: string[] }>(({ Names }) => Names);
const byResourceArn = onParameters<{ ResourceArn: string }>(({ ResourceArn }) => [ResourceArn]);

const onSetting: AccessRule<{ SettingId: string }> = {
  resources: ({ SettingId }, { account, region }) => [
    arn({ service: 'ssm', region, account, resource: `servicesetting${requireSetting(SettingId).id}` }),
  ],
};

/** Of the types of resources with tags, only parameters are here: the handlers refuse the others by name. */
function taggedNames({ ResourceType, ResourceId }: ListTagsForResourceRequest): string[] {
  return ResourceType === 'Parameter' ? [ResourceId] : [];
}

export const access: AccessRules<SsmOperations> = {
  AddTagsToResource: onParameters<SsmOperations['AddTagsToResource']['input']>(taggedNames, ({ Tags: tags }) =>
    requestTagConditions(tags),
  ),
  DeleteParameter: byName,
  DeleteParameters: byNames,
  DeleteResourcePolicy: byResourceArn,
  GetParameter: byName,
  GetParameterHistory: byName,
  GetParameters: byNames,
  GetParametersByPath: {
    resources: ({ Path }, context) => [parameterArn({ ...scopeOf(context), name: parsePath(Path) })],
    conditions: async ({ Recursive }) => ({ 'ssm:Recursive': String(Recursive === true) }),
  },
  GetResourcePolicies: byResourceArn,
  GetServiceSetting: onSetting,
  LabelParameterVersion: byName,
  ListTagsForResource: onParameters(taggedNames),
  PutParameter: {
    ...onParameters<SsmOperations['PutParameter']['input']>(
      ({ Name }) => [Name],
      ({ Overwrite, Policies, Tags: tags }) => ({
        'ssm:Overwrite': String(Overwrite === true),
        'ssm:Policies': String(Policies !== undefined),
        ...requestTagConditions(tags),
      }),
    ),
    actions: ({ Tags: tags }) =>
      tags && tags.length > 0 ? ['ssm:PutParameter', 'ssm:AddTagsToResource'] : ['ssm:PutParameter'],
  },
  PutResourcePolicy: byResourceArn,
  RemoveTagsFromResource: onParameters<SsmOperations['RemoveTagsFromResource']['input']>(
    taggedNames,
    ({ TagKeys }) => ({ 'aws:TagKeys': TagKeys }),
  ),
  ResetServiceSetting: onSetting,
  UnlabelParameterVersion: byName,
  UpdateServiceSetting: onSetting,
};

function resourceOf(name: string, context: RequestContext): string {
  if (isSecretReference(name)) return parameterArn({ ...scopeOf(context), name });
  const reference = parseReference(name, context);
  return parameterArn({ ...reference, name: reference.names[0] });
}

function scopeOf({ account, region }: Scope): Scope {
  return { account, region };
}

/** Conditions are those of the whole request: of several parameters, only the tags that they share. */
function resourceTagConditions(found: readonly (Parameter | undefined)[]): Conditions {
  const [first, ...others] = found;
  const shared = Object.entries(first?.tags ?? {}).filter(([key, value]) =>
    others.every((other) => other?.tags[key] === value),
  );
  return Object.fromEntries(
    shared.flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ssm:resourceTag/${key}`, value],
    ]),
  );
}

function requestTagConditions(list: readonly { Key: string; Value: string }[] = []): Conditions {
  if (list.length === 0) return {};
  const tags: Tags = Object.fromEntries(list.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...tags, 'aws:TagKeys': list.map(({ Key }) => Key) };
}
