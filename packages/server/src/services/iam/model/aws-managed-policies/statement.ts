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

interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export type Condition = NonNullable<Statement['Condition']>;

export function allow(actions: string, resources = '*', condition?: Condition): Statement {
  return {
    Effect: 'Allow',
    Action: words(actions),
    Resource: words(resources),
    ...(condition && { Condition: condition }),
  };
}

export function allowAllBut(actions: string): Statement {
  return { Effect: 'Allow', NotAction: words(actions), Resource: '*' };
}

/** iam:PassRole to some services only. */
export function passRoleTo(services: string, resources = '*'): Statement {
  return allow('iam:PassRole', resources, { StringLike: { 'iam:PassedToService': words(services) } });
}

export function createLinkedRoleFor(services: string, resources = '*'): Statement {
  return allow('iam:CreateServiceLinkedRole', resources, { StringLike: { 'iam:AWSServiceName': words(services) } });
}

function words(text: string): string | string[] {
  const list = text.trim().split(/\s+/);
  return list.length === 1 && list[0] !== undefined ? list[0] : list;
}
