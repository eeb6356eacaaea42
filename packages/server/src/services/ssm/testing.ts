import type { Calls } from '../../platform/service.ts';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

export const account = '111122223333';
export const region = 'eu-central-1';

export interface TestSsm {
  server: TestServer;
  call: Calls['ssm'];
  /** The same calls by the root of another account. */
  callAs(other: string): Calls['ssm'];
  putString(Name: string, Value?: string): Promise<void>;
  close(): Promise<void>;
}

/** A server with a virtual clock. */
export async function startTestSsm(): Promise<TestSsm> {
  const server = await startTestServer({ clock: 'virtual' });
  const callAs = (caller: string) => {
    const principal = {
      kind: 'root',
      account: caller,
      arn: `arn:aws:iam::${caller}:root`,
      userId: caller,
    } as const;
    return server.platform.callAs({ principal, account: caller, region }).ssm;
  };
  const call = callAs(account);
  return {
    server,
    call,
    callAs,
    async putString(Name, Value = 'x') {
      await call.PutParameter({ Name, Value, Type: 'String' });
    },
    /** What the server logged as an error fails the tests. */
    async close() {
      await server.stop();
      if (server.errors.length > 0) throw new Error(server.errors.join('\n'));
    },
  };
}
