import { afterAll, beforeAll, expect, it } from 'vitest';
import { createResourceSchemas } from './engines/cloudformation/schema/resource-schemas.ts';
import type { ResourceSchemas } from './engines/cloudformation/schema/resource-schemas.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let schemas: ResourceSchemas;

beforeAll(async () => {
  server = await startTestServer();
  schemas = createResourceSchemas(server.platform.resourceTypeDirectory);
});
afterAll(() => server.stop());

it('a handler is for a type that AWS has, and updates what AWS updates in place', () => {
  const problems: string[] = [];
  for (const [type, handler] of server.platform.resourceHandlers) {
    const schema = schemas.find(type);
    if (!schema) {
      problems.push(`${type} is not a type of AWS`);
      continue;
    }
    const updatable = Object.keys(schema.properties).filter((name) => schema.properties[name]?.replacement !== 'yes');
    if (updatable.length > 0 && !handler.update) problems.push(`${type} cannot update ${updatable.join(', ')}`);
  }
  expect(problems).toEqual([]);
});

it.each(['AWS::IAM::', 'AWS::SNS::', 'AWS::SQS::'])('every type %s has a handler', (prefix) => {
  const types = [...schemas.names()].filter((name) => name.startsWith(prefix));
  expect(types.filter((type) => !server.platform.resourceHandlers.has(type))).toEqual([]);
});
