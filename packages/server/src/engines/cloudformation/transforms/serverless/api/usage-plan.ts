import type { SourceResource, TransformContext } from '../kernel/context.ts';
import { resourceError, templateError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { anyOf, ref } from '../kernel/intrinsics.ts';
import { isGiven, isMap, isText, includesEqual, type Fields } from '../kernel/values.ts';

/** The usage plan that all APIs with `CreateUsagePlan: SHARED` have in common, growing with each of them. */
export interface SharedUsagePlan {
  readonly dependsOn: string[];
  readonly apiStages: Fields[];
  readonly stageKeys: Fields[];
  readonly conditions: Set<string>;
  isUnconditional: boolean;
  deletionPolicy?: unknown;
  updateReplacePolicy?: unknown;
}

const SHARED_CONDITION = 'SharedUsagePlanCondition';
const KINDS = ['SHARED', 'PER_API', 'NONE'];
const PROPERTIES = ['CreateUsagePlan', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'];

export function sharedUsagePlan(): SharedUsagePlan {
  return { dependsOn: [], apiStages: [], stageKeys: [], conditions: new Set(), isUnconditional: false };
}

/** The stricter policy wins; `Retain` is the strictest. */
function stricter(current: unknown, added: unknown): unknown {
  const order = ['Retain', 'Snapshot', 'Delete'];
  if (!isGiven(added)) return current;
  if (!isGiven(current)) return added;
  return order.indexOf(String(added)) < order.indexOf(String(current)) ? added : current;
}

function shareCondition(shared: SharedUsagePlan, condition: unknown, context: TransformContext): void {
  if (shared.isUnconditional) return;
  const conditions = context.output['Conditions'] as Fields | undefined;
  if (!isText(condition)) {
    shared.isUnconditional = true;
    if (conditions) delete conditions[SHARED_CONDITION];
    return;
  }
  if (shared.conditions.has(condition)) return;
  if (!conditions) throw templateError("Can't have condition without having 'Conditions' section in the template");
  shared.conditions.add(condition);
  conditions[SHARED_CONDITION] = shared.conditions.size > 1 ? anyOf([...shared.conditions]) : condition;
}

function sharedAttributes(api: SourceResource, context: TransformContext): Fields {
  const shared = context.sharedUsagePlan;
  const { DeletionPolicy, UpdateReplacePolicy, Condition } = api.passed;
  shared.deletionPolicy = stricter(shared.deletionPolicy, DeletionPolicy);
  shared.updateReplacePolicy = stricter(shared.updateReplacePolicy, UpdateReplacePolicy);
  shareCondition(shared, Condition, context);
  return {
    ...(isGiven(shared.deletionPolicy) && { DeletionPolicy: shared.deletionPolicy }),
    ...(isGiven(shared.updateReplacePolicy) && { UpdateReplacePolicy: shared.updateReplacePolicy }),
    ...(shared.conditions.size > 0 && !shared.isUnconditional && { Condition: SHARED_CONDITION }),
  };
}

function checkedPlan(apiId: string, plan: unknown): Fields {
  if (!isMap(plan)) throw resourceError(apiId, "'UsagePlan' must be a dictionary");
  if (!Object.keys(plan).every((name) => PROPERTIES.includes(name))) {
    throw resourceError(apiId, "Invalid property for 'UsagePlan'");
  }
  const kind = plan['CreateUsagePlan'];
  if (kind === undefined || kind === null) {
    throw resourceError(apiId, "'CreateUsagePlan' is a required field for UsagePlan.");
  }
  if (!KINDS.includes(kind as string)) {
    throw resourceError(apiId, `'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].`);
  }
  return plan;
}

function pushNew(list: Fields[], item: Fields): Fields[] {
  if (!includesEqual(list, item)) list.push(item);
  return list;
}

/** The usage plan of an API with its key. */
export function usagePlan(api: SourceResource, stageId: string, context: TransformContext): GeneratedResource[] {
  const auth = api.properties['Auth'];
  if (!isMap(auth) || auth['UsagePlan'] === undefined || auth['UsagePlan'] === null) return [];
  const plan = checkedPlan(api.id, auth['UsagePlan']);
  if (plan['CreateUsagePlan'] === 'NONE') return [];
  const isShared = plan['CreateUsagePlan'] === 'SHARED';
  const shared = context.sharedUsagePlan;
  const attributes = isShared ? sharedAttributes(api, context) : api.passed;
  const prefix = isShared ? 'Serverless' : api.id;
  const [planId, keyId] = [`${prefix}UsagePlan`, `${prefix}ApiKey`];
  const apiStage = { ApiId: ref(api.id), Stage: ref(stageId) };
  const stageKey = { RestApiId: ref(api.id), StageName: ref(stageId) };
  if (isShared && !shared.dependsOn.includes(api.id)) shared.dependsOn.push(api.id);
  const { UsagePlanName, Description, Quota, Tags, Throttle } = plan;
  const settings = Object.entries({ UsagePlanName, Description, Quota, Tags, Throttle }).filter(([, v]) => isGiven(v));
  return [
    generated(
      'AWS::ApiGateway::UsagePlan',
      planId,
      { ApiStages: isShared ? pushNew(shared.apiStages, apiStage) : [apiStage], ...Object.fromEntries(settings) },
      { attributes, dependsOn: isShared ? shared.dependsOn : [api.id] },
    ),
    generated(
      'AWS::ApiGateway::ApiKey',
      keyId,
      { Enabled: true, StageKeys: isShared ? pushNew(shared.stageKeys, stageKey) : [stageKey] },
      { attributes, dependsOn: [planId] },
    ),
    generated(
      'AWS::ApiGateway::UsagePlanKey',
      `${planId}Key`,
      { KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId) },
      { attributes, dependsOn: [keyId] },
    ),
  ];
}
