import { describe, expect, test } from 'vitest';
import { boto3Version, runChecks } from '../support/boto3.ts';
import type { Check } from '../support/boto3.ts';
import { startServer } from '../support/server.ts';

const scripts = ['sqs.py', 'iam.py', 'sts.py', 'ssm.py', 'sns.py', 's3.py', 'cloudformation.py'];
const results = boto3Version === '' ? new Map<string, Check[]>() : await runScripts();

/** While the tests are collected, so that each check of a script is a test of its own. */
async function runScripts(): Promise<Map<string, Check[]>> {
  const all = await Promise.all(scripts.map(runScript));
  return new Map(scripts.map((script, index) => [script, all[index] ?? []]));
}

/** With a server of its own: scripts let its clock jump. */
async function runScript(script: string): Promise<Check[]> {
  const server = await startServer(['--clock', 'virtual']);
  try {
    return await runChecks(script, server.endpoint, server.keys);
  } finally {
    await server.stop();
  }
}

describe.skipIf(boto3Version === '')(
  `boto3 ${boto3Version || '(skipped: python3 with boto3 is not installed)'}`,
  () => {
    test.each(scripts)('%s ran its checks', (script) => {
      expect(results.get(script)?.length).toBeGreaterThan(10);
    });

    describe.each([...results])('%s', (_, checks) => {
      test.each(checks)('$name', ({ failure }) => {
        expect(failure).toBeNull();
      });
    });
  },
);
