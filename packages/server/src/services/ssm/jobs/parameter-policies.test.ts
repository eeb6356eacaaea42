import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '../../../platform/events.ts';
import type { EventBus } from '../../../platform/events.ts';
import { startTestSsm } from '../testing.ts';
import type { TestSsm } from '../testing.ts';

const hourMs = 3_600_000;

let ssm: TestSsm;
let events: CloudEvent<Record<string, string>>[];

beforeAll(async () => {
  ssm = await startTestSsm();
  const bus = ssm.server.platform.events;
  const publish = bus.publish.bind(bus);
  bus.publish = (...[unit, event]: Parameters<EventBus['publish']>) => {
    unit.afterCommit(() => events.push(event as CloudEvent<Record<string, string>>));
    publish(unit, event);
  };
});
afterAll(() => ssm.close());

function policies(expiresInMs: number) {
  const Timestamp = new Date(ssm.server.clock.now() + expiresInMs).toISOString();
  return JSON.stringify([
    { Type: 'Expiration', Version: '1.0', Attributes: { Timestamp } },
    { Type: 'ExpirationNotification', Version: '1.0', Attributes: { Before: '1', Unit: 'Hours' } },
    { Type: 'NoChangeNotification', Version: '1.0', Attributes: { After: '1', Unit: 'Hours' } },
  ]);
}

function seen() {
  return events.splice(0).map(({ type, detail }) => `${type} ${detail['operation'] ?? detail['policy-type']}`);
}

test('notices are sent in time, and the parameter expires', async () => {
  events = [];
  const { call, server } = ssm;
  const Policies = policies(4 * hourMs);
  await call.PutParameter({ Name: '/p', Value: 'x', Type: 'String', Tier: 'Advanced', Policies });
  expect(seen()).toEqual(['ssm.ParameterStoreChange Create']);
  await server.clock.advance(hourMs);
  expect(seen()).toEqual(['ssm.ParameterStorePolicyAction NoChangeNotification']);
  const statuses = async () => {
    const { Parameters } = await call.DescribeParameters({});
    return Parameters?.[0]?.Policies?.map(({ PolicyType, PolicyStatus }) => `${PolicyType} ${PolicyStatus}`);
  };
  expect(await statuses()).toEqual([
    'Expiration Pending',
    'ExpirationNotification Pending',
    'NoChangeNotification Finished',
  ]);
  // A change without policies keeps them, and the wait for the next change begins anew.
  await call.PutParameter({ Name: '/p', Value: 'y', Overwrite: true });
  expect(seen()).toEqual(['ssm.ParameterStoreChange Update']);
  await server.clock.advance(hourMs);
  expect(seen()).toEqual(['ssm.ParameterStorePolicyAction NoChangeNotification']);
  await server.clock.advance(hourMs);
  expect(seen()).toEqual(['ssm.ParameterStorePolicyAction ExpirationNotification']);
  await server.clock.advance(hourMs);
  expect(seen()).toEqual(['ssm.ParameterStorePolicyAction Expiration', 'ssm.ParameterStoreChange Delete']);
  await expect(call.GetParameter({ Name: '/p' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
});

test('policies that were taken away, or whose parameter was deleted, do nothing', async () => {
  events = [];
  const { call, server } = ssm;
  const advanced = { Value: 'x', Type: 'String' as const, Tier: 'Advanced' as const };
  await call.PutParameter({ ...advanced, Name: '/kept', Policies: policies(2 * hourMs) });
  await call.PutParameter({ ...advanced, Name: '/kept', Policies: '[{}]', Overwrite: true });
  await call.PutParameter({ ...advanced, Name: '/gone', Policies: policies(2 * hourMs) });
  await call.DeleteParameter({ Name: '/gone' });
  await call.PutParameter({ ...advanced, Name: '/gone' });
  events = [];
  await server.clock.advance(3 * hourMs);
  expect(seen()).toEqual([]);
  const { Parameters } = await call.GetParameters({ Names: ['/kept', '/gone'] });
  expect(Parameters).toHaveLength(2);
});
