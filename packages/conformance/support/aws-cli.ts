import { execFile, execFileSync } from 'node:child_process';
import { bareEnvironment } from './madang.ts';
import type { Keys } from './server.ts';

/** Empty where there is no `aws`: its suites are then skipped, and their titles say why. */
export const awsCliVersion = findVersion();
export const withoutAwsCli = awsCliVersion === '' ? ' (skipped: the AWS CLI is not installed)' : '';

/** What the CLI says of an error that the service answered. */
class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;
  readonly code: string;
  readonly operation: string;
  readonly serviceMessage: string;

  constructor(exitCode: number, stderr: string) {
    super(stderr.trim());
    const [, code, operation, serviceMessage] =
      /An error occurred \((.+?)\) when calling the (\w+) operation(?: \(.*?\))?: ?([^]*)/.exec(stderr.trim()) ?? [];
    this.exitCode = exitCode;
    this.code = code ?? '';
    this.operation = operation ?? '';
    this.serviceMessage = serviceMessage ?? '';
  }
}

export type Aws = (...args: string[]) => Promise<unknown>;

/** `aws` against an endpoint, its JSON output parsed; undefined where the command prints nothing. */
export function awsCli(endpoint: string, keys: Keys): Aws {
  return async (...args) => {
    const stdout = await runAws(endpoint, keys, args);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };
}

/**
 * What a command of `aws` prints. The endpoint is an argument because version 1 of the CLI does not heed
 * AWS_ENDPOINT_URL for SQS.
 */
export function runAws(
  endpoint: string,
  keys: Keys,
  args: string[],
  more: Record<string, string> = {},
): Promise<string> {
  const env = {
    ...bareEnvironment(),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    ...more,
  };
  return new Promise((resolve, reject) => {
    execFile(
      'aws',
      ['--endpoint-url', endpoint, ...args],
      { env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new CliError(typeof error.code === 'number' ? error.code : -1, stderr || error.message));
        else resolve(stdout);
      },
    );
  });
}

function findVersion(): string {
  try {
    return execFileSync('aws', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
