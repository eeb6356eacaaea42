import { compileGlob, globTokens, matchesGlob } from '../../../iam-policy/glob.ts';
import { invalid } from '../errors.ts';

export type UpdateAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Principal?: unknown;
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const longestPolicy = 16_384;
const operators: Readonly<Record<string, (value: string, pattern: string) => boolean>> = {
  StringEquals: (value, pattern) => value === pattern,
  StringLike: matches,
};

/** Refuses what is no stack policy. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html */
export function checkStackPolicy(text: string): void {
  if (text.length > longestPolicy) throw invalid(`Stack policy length must be less than or equal to ${longestPolicy}`);
  for (const statement of statementsOf(text)) checkStatement(statement);
}

function checkStatement(statement: Statement): void {
  if (!isObject(statement)) throw refusal();
  const { Effect, Principal, Condition = {} } = statement;
  if ((Effect !== 'Allow' && Effect !== 'Deny') || Principal !== '*') throw refusal();
  checkTexts(statement.Action ?? statement.NotAction, (action) => /^Update:(Modify|Replace|Delete|\*)$/.test(action));
  checkTexts(
    statement.Resource ?? statement.NotResource,
    (resource) => resource === '*' || resource.startsWith('LogicalResourceId/'),
  );
  if (!isObject(Condition)) throw refusal();
  for (const [operator, keys] of Object.entries(Condition)) {
    if (!Object.hasOwn(operators, operator) || !isObject(keys)) throw refusal();
    if (Object.keys(keys).some((key) => key !== 'ResourceType')) throw refusal();
    checkTexts(keys['ResourceType'], () => true);
  }
}

function checkTexts(value: unknown, isGood: (text: string) => boolean): void {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === 'string' && isGood(text))) throw refusal();
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why a policy does not allow it; undefined where it does. What no statement allows is denied. */
export function denialOf(
  text: string,
  action: UpdateAction,
  resource: { logicalId: string; type: string },
): string | undefined {
  const statements = statementsOf(text);
  // `{}` is how a policy is taken away: AWS has no operation for it.
  if (statements.length === 0) return undefined;
  const applying = statements.filter((statement) => applies(statement, action, resource));
  const denying = applying.find(({ Effect }) => Effect === 'Deny');
  if (denying === undefined && applying.length > 0) return undefined;
  const place = denying === undefined ? 'No statement' : `Statement [#${statements.indexOf(denying) + 1}]`;
  const verb = denying === undefined ? 'allows' : 'does not allow';
  return `Action denied by stack policy: ${place} ${verb} [${action}] for resource [LogicalResourceId/${resource.logicalId}]`;
}

function applies(statement: Statement, action: UpdateAction, { logicalId, type }: { logicalId: string; type: string }) {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const ofAction = (patterns: string | string[]) => listOf(patterns).some((pattern) => matches(action, pattern));
  const ofResource = (patterns: string | string[]) =>
    listOf(patterns).some((pattern) => matches(`LogicalResourceId/${logicalId}`, pattern));
  const isAction = Action === undefined ? !ofAction(NotAction ?? []) : ofAction(Action);
  const isResource = Resource === undefined ? !ofResource(NotResource ?? []) : ofResource(Resource);
  const holds = Object.entries(Condition).every(([operator, { ResourceType = [] }]) =>
    listOf(ResourceType).some((pattern) => operators[operator]?.(type, pattern)),
  );
  return isAction && isResource && holds;
}

function statementsOf(text: string): Statement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refusal();
  }
  if (!isObject(document)) throw refusal();
  const { Statement: statement = [] } = document as { Statement?: Statement | Statement[] };
  return Array.isArray(statement) ? statement : [statement];
}

function matches(value: string, pattern: string): boolean {
  return matchesGlob(compileGlob(globTokens(pattern)), value);
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** AWS does not say what is wrong with it. */
function refusal(): Error {
  return invalid('Error validating stack policy: Invalid stack policy');
}
