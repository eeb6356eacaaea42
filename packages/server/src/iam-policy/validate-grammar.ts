import { findOperator } from './condition-operators.ts';
import * as shape from './document-shape.ts';
import type { Json } from './document-shape.ts';
import { principalProblem } from './principal-format.ts';

type Kind = 'trust' | 'resource';

/** Problems of policies with a Principal, which AWS checks with a newer parser that names the field. */
export function grammarProblem(document: Json, kind: Kind): string | undefined {
  const { Version, Id, Statement } = document;
  const unknown = Object.keys(document).find((field) => !shape.DOCUMENT_FIELDS.has(field));
  if (unknown !== undefined) return `Unknown field ${unknown}`;
  if (Version !== undefined && !shape.VERSIONS.has(Version)) return 'The policy must contain a valid version string';
  if (!shape.isOptionalString(Id)) return 'Invalid policy syntax.';
  if (Statement === undefined) return 'Missing required field Statement';
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  if (statements.length === 0) return 'Could not parse the policy: Statement is empty!';
  for (const statement of statements) {
    const problem = shape.isObject(statement) ? statementProblem(statement, kind) : 'Invalid policy syntax.';
    if (problem) return problem;
  }
  return shape.hasDuplicateSids(statements as Json[])
    ? 'Statement IDs (SID) in a single policy must be unique.'
    : undefined;
}

function statementProblem(statement: Json, kind: Kind): string | undefined {
  const unknown = Object.keys(statement).find((field) => !shape.STATEMENT_FIELDS.has(field));
  if (unknown !== undefined) return `Unknown field ${unknown}`;
  if (!shape.isOptionalString(statement['Sid'])) return 'Invalid policy syntax.';
  const { Effect: effect } = statement;
  if (effect === undefined) return 'Missing required field Effect';
  if (effect !== 'Allow' && effect !== 'Deny') {
    return typeof effect === 'string' ? `Invalid effect: ${effect}` : 'Invalid policy syntax.';
  }
  return (
    principalElementProblem(statement, kind) ??
    actionElementProblem(statement, kind) ??
    resourceElementProblem(statement, kind) ??
    conditionProblem(statement['Condition'])
  );
}

function principalElementProblem(statement: Json, kind: Kind): string | undefined {
  if (shape.hasBoth(statement, 'Principal')) return 'Invalid policy syntax.';
  const element = statement['Principal'] ?? statement['NotPrincipal'];
  return element === undefined ? 'Missing required field Principal' : principalProblem(element, kind);
}

function actionElementProblem(statement: Json, kind: Kind): string | undefined {
  if (shape.hasBoth(statement, 'Action')) return 'Invalid policy syntax.';
  const element = statement['Action'] ?? statement['NotAction'];
  if (element === undefined) return 'Missing required field Action';
  if (!shape.isStringList(element)) return 'Invalid policy syntax.';
  const actions = [element].flat();
  if (actions.length === 0) return 'Missing required field Action cannot be empty!';
  const wrong = actions.find((action) => action !== '*' && !/^[a-zA-Z0-9\-.*?]+:[^:]+$/.test(action));
  if (wrong !== undefined) return `Invalid Action: ${wrong}`;
  const foreign = actions.some((action) => !/^sts:(?:AssumeRole|TagSession|Set|\*)/i.test(action));
  return kind === 'trust' && foreign ? 'AssumeRole policy may only specify STS AssumeRole actions.' : undefined;
}

function resourceElementProblem(statement: Json, kind: Kind): string | undefined {
  const present = ['Resource', 'NotResource'].find((field) => statement[field] !== undefined);
  if (kind === 'trust') return present && `Has prohibited field ${present}`;
  if (present === undefined) return 'Missing required field Resource';
  const element = statement[present];
  if (shape.hasBoth(statement, 'Resource') || !shape.isStringList(element)) return 'Invalid policy syntax.';
  return element.length === 0 ? 'Missing required field Resource cannot be empty!' : undefined;
}

function conditionProblem(condition: unknown): string | undefined {
  if (condition === undefined) return undefined;
  if (!shape.isObject(condition)) return 'Invalid policy syntax.';
  for (const [name, block] of Object.entries(condition)) {
    if (!shape.isObject(block) || !Object.values(block).every(shape.isConditionValue)) return 'Invalid policy syntax.';
    if (findOperator(name) === undefined) return `Invalid Condition type : ${name}`;
  }
  return undefined;
}
