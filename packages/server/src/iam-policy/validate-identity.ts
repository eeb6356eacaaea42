import { findOperator, parseDate } from './condition-operators.ts';
import * as shape from './document-shape.ts';
import type { Json } from './document-shape.ts';
import { isParsableResource, resourceProblem } from './resource-format.ts';

/** Problems of policies attached to users, groups and roles, in the order in which IAM finds them. */
export function identityPolicyProblem(document: Json, { isInline = false } = {}): string | undefined {
  const statements = statementsOf(document);
  if (statements === undefined) return 'Syntax errors in policy.';
  if (!isInline && document['Version'] !== '2012-10-17')
    return 'Policy document must be version 2012-10-17 or greater.';
  if (statements.some(({ Principal, NotPrincipal }) => Principal !== undefined || NotPrincipal !== undefined)) {
    return 'Policy document should not specify a principal.';
  }
  const resources = statements.flatMap((statement) => shape.stringsOf(statement, 'Resource'));
  const malformedResource = firstProblem(resources, resourceProblem);
  if (!statements.every(isParsable) || (malformedResource === undefined && !resources.every(isParsableResource))) {
    return 'The policy failed legacy parsing';
  }
  if (statements.some(({ Sid }) => Sid !== undefined && !/^[0-9A-Za-z]*$/.test(Sid as string))) {
    return 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';
  }
  if (shape.hasDuplicateSids(statements)) return 'Statement IDs (SID) in a single policy must be unique.';
  if (!statements.every((statement) => shape.stringsOf(statement, 'Action').length > 0)) {
    return 'Policy statement must contain actions.';
  }
  if (malformedResource) return malformedResource;
  const actions = statements.flatMap((statement) => shape.stringsOf(statement, 'Action'));
  const malformedAction = firstProblem(actions, actionProblem);
  if (malformedAction) return malformedAction;
  return statements.every((statement) => shape.stringsOf(statement, 'Resource').length > 0)
    ? undefined
    : 'Policy statement must contain resources.';
}

/** Undefined where the document is not of the shape that the policy grammar asks for. */
function statementsOf(document: Json): Json[] | undefined {
  const { Version, Id, Statement } = document;
  if (!Object.keys(document).every((field) => shape.DOCUMENT_FIELDS.has(field))) return undefined;
  if (!shape.isOptionalString(Id) || (Version !== undefined && !shape.VERSIONS.has(Version))) return undefined;
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  return statements.length > 0 && statements.every(isStatement) ? statements : undefined;
}

function isStatement(value: unknown): value is Json {
  if (!shape.isObject(value)) return false;
  if (!Object.keys(value).every((field) => shape.STATEMENT_FIELDS.has(field))) return false;
  if (shape.hasBoth(value, 'Action') || shape.hasBoth(value, 'Resource')) return false;
  const lists = [value['Action'], value['NotAction'], value['Resource'], value['NotResource']];
  return (
    typeof value['Effect'] === 'string' &&
    /^(?:allow|deny)$/i.test(value['Effect']) &&
    lists.every((list) => list === undefined || shape.isStringList(list)) &&
    shape.isOptionalString(value['Sid']) &&
    isConditionBlock(value['Condition'])
  );
}

function isConditionBlock(value: unknown): boolean {
  if (value === undefined) return true;
  if (!shape.isObject(value)) return false;
  return Object.entries(value).every(([name, block]) => {
    if (!shape.isObject(block)) return false;
    const values = Object.values(block);
    // An unknown operator passes as long as it tests nothing.
    return values.every(shape.isConditionValue) && (values.length === 0 || findOperator(name) !== undefined);
  });
}

/** The second of IAM's parsers is strict about the case of Effect and about dates. */
function isParsable({ Effect, Condition }: Json): boolean {
  if (Effect !== 'Allow' && Effect !== 'Deny') return false;
  return Object.entries((Condition ?? {}) as Record<string, Json>).every(
    ([name, block]) =>
      findOperator(name)?.operator.family !== 'date' ||
      Object.values(block)
        .flat()
        .every((value) => !Number.isNaN(parseDate(String(value)))),
  );
}

function actionProblem(action: string): string | undefined {
  if (action === '*') return undefined;
  const [vendor = '', ...names] = action.split(':', 3);
  if (names.length === 0) return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  if (names.length > 1) return 'Actions/Condition can contain only one colon.';
  return vendor === '*' || /^[a-zA-Z0-9\-.]*$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

function firstProblem(values: readonly string[], find: (value: string) => string | undefined): string | undefined {
  for (const value of values) {
    const problem = find(value);
    if (problem) return problem;
  }
  return undefined;
}
