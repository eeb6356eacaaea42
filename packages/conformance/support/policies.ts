/** A policy of one or more statements, as JSON text. */
export function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(Action: string | string[], Resource: string | string[] = '*', more: object = {}): object {
  return { Effect: 'Allow', Action, Resource, ...more };
}

export function deny(Action: string | string[], Resource: string | string[] = '*', more: object = {}): object {
  return { Effect: 'Deny', Action, Resource, ...more };
}

/** A trust policy for one principal: `{ AWS: arn }` or `{ Service: name }`. */
export function trust(Principal: object | string, more: object = {}): string {
  return policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
}
