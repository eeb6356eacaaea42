/** The notation of the tables beside this file. Actions and resources are lists separated by blanks. */
export interface PolicyEntry {
  name: string;
  /** Default: `/`. */
  path?: string;
  description: string;
  /** Day of its first version. */
  created: string;
  version: number;
  statements: Statement[];
}

/** Lists are still text: few policies are ever read, and the rest need not cost a start its time. */
interface Statement {
  Effect: 'Allow';
  Action?: string;
  NotAction?: string;
  Resource?: string;
  NotResource?: string;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export type Condition = NonNullable<Statement['Condition']>;

export function allow(actions: string, resources = '*', condition?: Condition): Statement {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

/** On everything but these resources. */
export function allowElsewhere(actions: string, resources: string): Statement {
  return { Effect: 'Allow', Action: actions, NotResource: resources };
}

export function allowAllBut(actions: string): Statement {
  return { Effect: 'Allow', NotAction: actions, Resource: '*' };
}

/** iam:PassRole to some services only. */
export function passRoleTo(services: string, resources = '*'): Statement {
  return allow('iam:PassRole', resources, { StringLike: { 'iam:PassedToService': words(services) } });
}

export function createLinkedRoleFor(services: string, resources = '*'): Statement {
  return allow('iam:CreateServiceLinkedRole', resources, { StringLike: { 'iam:AWSServiceName': words(services) } });
}

export function documentText(statements: readonly Statement[]): string {
  const Statement = statements.map(({ Effect, Condition, ...lists }) => ({
    Effect,
    ...Object.fromEntries(Object.entries(lists).map(([member, text]) => [member, words(text)])),
    ...(Condition && { Condition }),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2);
}

function words(text: string): string | string[] {
  const list = text.trim().split(/\s+/);
  return list.length === 1 && list[0] !== undefined ? list[0] : list;
}
