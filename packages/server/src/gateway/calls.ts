import type { CallOptions, Calls, Platform } from '../platform/service.ts';
import { AwsError } from '../platform/errors.ts';
import { constraintViolations } from '../protocol/constraints.ts';
import { validationError } from '../protocol/validation-errors.ts';
import type { Models } from '../protocol/models.ts';
import type { WireOperation } from '../protocol/wire.ts';
import type { Invoke } from './invoke.ts';
import { GatewayContext } from './request-context.ts';

const neverAborted = new AbortController().signal;

/** Typed calls in process: validated and authorised like requests over the wire, without encoding anything. */
export function createCallAs(options: {
  models: Models;
  platform: Platform;
  invoke: Invoke;
  endpoint: () => string;
}): (call: CallOptions) => Calls {
  const operations = new Map<string, WireOperation>();

  function operationOf(service: string, name: string): WireOperation {
    const key = `${service}.${name}`;
    const known = operations.get(key);
    if (known) return known;
    const model = options.models.load(service);
    const operation = model.operations[name];
    if (operation === undefined) throw new AwsError('InvalidAction', `${service} has no operation ${name}`);
    const wire = { service: model, model: operation };
    operations.set(key, wire);
    return wire;
  }

  async function call(service: string, name: string, input: object, by: CallOptions): Promise<object> {
    const operation = operationOf(service, name);
    const violations = constraintViolations(operation, input);
    if (violations.length > 0) throw validationError(operation.service, violations);
    const context = new GatewayContext(options.platform, {
      account: by.account,
      region: by.region,
      principal: by.principal,
      requestId: options.platform.ids.uuid(),
      endpoint: options.endpoint(),
      conditions: () => ({
        'aws:RequestedRegion': by.region,
        ...(by.calledVia !== undefined && { 'aws:CalledVia': [by.calledVia], 'aws:ViaAWSService': 'true' }),
        ...by.conditions,
      }),
      protocol: 'in-process',
      headers: {},
      signal: () => neverAborted,
      calledVia: by.calledVia,
      joined: by.unit,
    });
    return options.invoke(operation, input, context);
  }

  return (by) =>
    proxy((service) =>
      proxy((operation) => (input: object) => call(service, operation, input, by)),
    ) as unknown as Calls;
}

function proxy(member: (name: string) => unknown): object {
  return new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? member(name) : undefined) });
}
