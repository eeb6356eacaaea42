import { addCondition, resolved, type SourceResource, type TransformContext } from '../kernel/context.ts';
import { ofResource, requireMap } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import {
  conditional,
  getAtt,
  IF_ARGUMENTS_MESSAGE,
  isIntrinsicIf,
  isNoValue,
  isThreeItemList,
  ref,
} from '../kernel/intrinsics.ts';
import { contentHash } from '../kernel/logical-id.ts';
import { shown } from '../kernel/python-text.ts';
import { isAbsent, isGiven, type Fields } from '../kernel/values.ts';
import {
  invokeFunctionPolicy,
  publishPolicy,
  putEventsPolicy,
  putPayloadPolicy,
  sendMessagePolicy,
} from '../policies/statements.ts';

interface EventInvokeConfig {
  readonly resources: readonly GeneratedResource[];
  readonly policies: readonly Fields[];
}

interface Destination {
  readonly arn: unknown;
  readonly made?: GeneratedResource;
  readonly policy: Fields;
}

const POLICIES = {
  SQS: sendMessagePolicy,
  SNS: publishPolicy,
  EventBridge: putEventsPolicy,
  Lambda: invokeFunctionPolicy,
  S3Bucket: putPayloadPolicy,
};
type DestinationType = keyof typeof POLICIES;

/** The destinations that are made when the template names none. */
const MADE = {
  SQS: { type: 'AWS::SQS::Queue', suffix: 'Queue', arn: (id: string): Fields => getAtt(id, 'Arn') },
  SNS: { type: 'AWS::SNS::Topic', suffix: 'Topic', arn: (id: string): Fields => ref(id) },
};

const TYPE_NAMES = "['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']";

/** The retries and destinations of asynchronous calls. */
export function eventInvokeConfig(
  source: SourceResource,
  alias: GeneratedResource | undefined,
  context: TransformContext,
): EventInvokeConfig {
  const config = resolved(context, source.properties['EventInvokeConfig']) as Fields | undefined;
  if (!config || !isGiven(config)) return { resources: [], policies: [] };
  const id = `${source.id}EventInvokeConfig`;
  const subject = ofResource(source.id);
  const destinations = config['DestinationConfig'];
  const given = isGiven(destinations) ? requireMap(destinations, subject, 'EventInvokeConfig.DestinationConfig') : {};
  const found: Record<string, Destination> = {};
  for (const outcome of ['OnSuccess', 'OnFailure']) {
    if (isAbsent(given[outcome])) continue;
    const path = `EventInvokeConfig.DestinationConfig.${outcome}`;
    const target = requireMap(given[outcome], subject, path);
    found[outcome] = destinationOf(source, target, id + outcome, id, context);
    // Functions that have this from `Globals` share it: the first one's destination is everyone's.
    target['Destination'] = found[outcome].arn;
  }
  const properties = {
    FunctionName: ref(source.id),
    Qualifier: alias ? alias.properties['Name'] : '$LATEST',
    DestinationConfig: Object.fromEntries(
      Object.entries(found).map(([outcome, { arn }]) => [outcome, { Destination: arn }]),
    ),
    MaximumEventAgeInSeconds: config['MaximumEventAgeInSeconds'],
    MaximumRetryAttempts: config['MaximumRetryAttempts'],
  };
  const placement = { attributes: source.attributes, dependsOn: alias ? [alias.id] : undefined };
  const all = Object.values(found);
  return {
    resources: [
      ...all.flatMap(({ made }) => made ?? []),
      generated('AWS::Lambda::EventInvokeConfig', id, properties, placement),
    ],
    policies: all.map(({ policy }) => policy),
  };
}

function destinationOf(
  source: SourceResource,
  { Type, Destination }: Fields,
  id: string,
  configId: string,
  context: TransformContext,
): Destination {
  if (!Object.hasOwn(POLICIES, String(Type))) {
    throw resourceError(source.id, `'Type: ${shown(Type)}' must be one of ${TYPE_NAMES}`);
  }
  const type = Type as DestinationType;
  const optional = optionalDestination(Destination, configId, context);
  if (!isAbsent(Destination) && !optional) {
    return { arn: Destination, policy: POLICIES[type](id, Destination) };
  }
  if (type !== 'SQS' && type !== 'SNS') {
    throw resourceError(source.id, "Destination is required if Type is not ['SQS', 'SNS']");
  }
  const { suffix, arn, type: resourceType } = MADE[type];
  const made = generated(resourceType, id + suffix, {}, { attributes: source.passed });
  const condition = combinedCondition(source, optional?.condition, context);
  if (!isAbsent(condition)) made.attributes['Condition'] = condition;
  const madeArn = arn(made.id);
  const destination = optional ? conditional(optional.condition, madeArn, optional.otherwise) : madeArn;
  return { arn: destination, made, policy: POLICIES[type](id, destination) };
}

interface OptionalDestination {
  /** The condition under which the template names no destination. */
  readonly condition: string;
  readonly otherwise: unknown;
}

/** An `Fn::If` with `AWS::NoValue` on one side: there, the destination is made. */
function optionalDestination(
  destination: unknown,
  configId: string,
  context: TransformContext,
): OptionalDestination | undefined {
  if (!isIntrinsicIf(destination)) return undefined;
  const operands = destination['Fn::If'];
  if (!isThreeItemList(operands)) {
    throw resourceError(configId, `Malformed 'Destination' property: ${IF_ARGUMENTS_MESSAGE}.`);
  }
  const [condition, then, otherwise] = operands;
  if (isNoValue(then) === isNoValue(otherwise)) return undefined;
  if (isNoValue(then)) return { condition: String(condition), otherwise };
  const negated = `NOT${String(condition)}${contentHash(configId)}`;
  addCondition(context, negated, { 'Fn::Not': [{ Condition: condition }] });
  return { condition: negated, otherwise: then };
}

function combinedCondition(source: SourceResource, condition: string | undefined, context: TransformContext): unknown {
  const own = source.passed['Condition'];
  if (isAbsent(own) || condition === undefined) return own ?? condition;
  const name = `${shown(own)}AND${condition}${contentHash(source.id)}`;
  // AWS nests the conditions once too often here.
  const operands = [own, condition].map((operand) => ({ Condition: { Condition: operand } }));
  addCondition(context, name, { 'Fn::And': operands });
  return name;
}
