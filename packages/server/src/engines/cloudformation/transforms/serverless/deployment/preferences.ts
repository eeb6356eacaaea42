import { managedPolicyArn } from '../kernel/arns.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import {
  combinedConditions,
  getAtt,
  IF_ARGUMENTS_MESSAGE,
  isIntrinsic,
  isIntrinsicIf,
  isNoValue,
  isThreeItemList,
  ref,
  sub,
} from '../kernel/intrinsics.ts';
import { tagList } from '../kernel/tags.ts';
import { isAbsent, isGiven, isMap, isText, type Fields } from '../kernel/values.ts';
import { assumableBy } from '../policies/statements.ts';

const APPLICATION = 'ServerlessDeploymentApplication';
const SERVICE_ROLE = 'CodeDeployServiceRole';
const CONDITION = 'ServerlessCodeDeployCondition';
const PREDEFINED = [
  'Canary10Percent5Minutes',
  'Canary10Percent10Minutes',
  'Canary10Percent15Minutes',
  'Canary10Percent30Minutes',
  'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes',
  'Linear10PercentEvery3Minutes',
  'Linear10PercentEvery10Minutes',
  'AllAtOnce',
];

interface DeploymentPreference {
  readonly enabled: boolean;
  readonly settings: Fields;
  readonly hooks: Fields;
  readonly condition: unknown;
  readonly tags: Fields;
}

interface Owner {
  readonly condition: unknown;
  readonly tags: unknown;
}

/** Collects how functions are deployed with CodeDeploy while the template is transformed. */
export class DeploymentPreferences {
  readonly #preferences = new Map<string, DeploymentPreference>();

  add(id: string, settings: Fields, owner: Owner): DeploymentPreference {
    const preference = parsed(id, settings, owner);
    this.#preferences.set(id, preference);
    return preference;
  }

  updatePolicy(id: string): Fields {
    const hooks = this.#preferences.get(id)?.hooks ?? {};
    const { PreTraffic, PostTraffic } = hooks;
    return {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: ref(APPLICATION),
        DeploymentGroupName: ref(groupId(id)),
        ...(!isAbsent(PreTraffic) && { BeforeAllowTrafficHook: PreTraffic }),
        ...(!isAbsent(PostTraffic) && { AfterAllowTrafficHook: PostTraffic }),
      },
    };
  }

  /** The application and service role that all deployments share, and the condition they need. */
  shared(partition: string): { resources: GeneratedResource[]; conditions: Fields } {
    const enabled = this.#enabled();
    if (enabled.length === 0) return { resources: [], conditions: {} };
    const conditions = [...new Set(enabled.map(([, { condition }]) => condition))];
    const isConditional = conditions.every(isText);
    const combined = isConditional && conditions.length > 1 ? combinedConditions(conditions, CONDITION) : {};
    const name = conditions.length > 1 ? CONDITION : conditions[0];
    const placement = { attributes: isConditional ? { Condition: name } : {} };
    const tags = Object.assign({}, ...enabled.map(([, preference]) => preference.tags)) as Fields;
    const Tags = isGiven(tags) ? tagList(tags) : undefined;
    const application = { ComputePlatform: 'Lambda', Tags };
    const needsRole = enabled.some(([, { settings }]) => !isGiven(settings['Role']));
    const role = needsRole ? [serviceRole(partition, Tags, placement)] : [];
    return {
      resources: [generated('AWS::CodeDeploy::Application', APPLICATION, application, placement), ...role],
      conditions: combined,
    };
  }

  groups(): (() => GeneratedResource)[] {
    return this.#enabled().map(
      ([id, preference]) =>
        () =>
          deploymentGroup(id, preference),
    );
  }

  #enabled(): [string, DeploymentPreference][] {
    return [...this.#preferences].filter(([, { enabled }]) => enabled);
  }
}

function parsed(id: string, settings: Fields, owner: Owner): DeploymentPreference {
  const enabled = settings['Enabled'] ?? true;
  const isOff = !isGiven(enabled) || enabled === 'false' || enabled === 'False';
  if (isOff) return { enabled: false, settings: {}, hooks: {}, condition: undefined, tags: {} };
  if (!('Type' in settings)) throw resourceError(id, "'DeploymentPreference' is missing required Property 'Type'");
  const hooks = settings['Hooks'] ?? {};
  if (!isMap(hooks)) throw resourceError(id, "'Hooks' property of 'DeploymentPreference' must be a dictionary");
  const condition = isGiven(settings['PassthroughCondition']) ? owner.condition : undefined;
  return { enabled: true, settings, hooks, condition, tags: isMap(owner.tags) ? owner.tags : {} };
}

function groupId(functionId: string): string {
  return `${functionId}DeploymentGroup`;
}

function serviceRole(partition: string, Tags: unknown, placement: { attributes: Fields }): GeneratedResource {
  const isIsolated = partition === 'aws-iso' || partition === 'aws-iso-b';
  const name = `service-role/AWSCodeDeployRoleForLambda${isIsolated ? 'Limited' : ''}`;
  const properties = {
    AssumeRolePolicyDocument: assumableBy('codedeploy.amazonaws.com'),
    ManagedPolicyArns: [managedPolicyArn(partition, name)],
    Tags,
  };
  return generated('AWS::IAM::Role', SERVICE_ROLE, properties, placement);
}

function deploymentGroup(functionId: string, { settings, condition, tags }: DeploymentPreference): GeneratedResource {
  const { Alarms, Type, Role, TriggerConfigurations } = settings;
  const properties = {
    AlarmConfiguration: alarmConfiguration(functionId, Alarms),
    ApplicationName: ref(APPLICATION),
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    DeploymentConfigName: configurationName(structuredClone(Type)),
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ServiceRoleArn: isGiven(Role) ? Role : getAtt(SERVICE_ROLE, 'Arn'),
    TriggerConfigurations: isGiven(TriggerConfigurations) ? TriggerConfigurations : undefined,
    Tags: isGiven(tags) ? tagList(tags) : undefined,
  };
  const attributes = isGiven(condition) ? { Condition: condition } : {};
  return generated('AWS::CodeDeploy::DeploymentGroup', groupId(functionId), properties, { attributes });
}

function alarmConfiguration(functionId: string, alarms: unknown): unknown {
  if (!isGiven(alarms) || isNoValue(alarms)) return undefined;
  if (!isIntrinsicIf(alarms)) return alarmList(functionId, alarms);
  const operands = alarms['Fn::If'];
  if (!isThreeItemList(operands)) throw resourceError(functionId, IF_ARGUMENTS_MESSAGE);
  const [condition, then, otherwise] = operands;
  return { 'Fn::If': [condition, alarmList(functionId, then), alarmList(functionId, otherwise)] };
}

function alarmList(functionId: string, alarms: unknown): Fields {
  if (!Array.isArray(alarms)) throw resourceError(functionId, 'Alarms must be a list');
  if (alarms.length === 0 || isNoValue(alarms[0])) return {};
  return { Enabled: true, Alarms: alarms.map((alarm: unknown) => ({ Name: alarm })) };
}

/** The name of a predefined configuration goes into an `Fn::Sub`, wherever in intrinsic functions it stands. */
function configurationName(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => configurationName(item));
  if (isIntrinsic(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, configurationName(member, name)]));
  }
  if (!isText(value) || !PREDEFINED.includes(value)) return value;
  const name = sub('CodeDeployDefault.Lambda${ConfigName}', { ConfigName: value });
  return key === 'Fn::Sub' ? name['Fn::Sub'] : name;
}
