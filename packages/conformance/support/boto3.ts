import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './madang.ts';
import type { Keys } from './server.ts';

export interface Check {
  name: string;
  /** Python's traceback, where the check failed. */
  failure: string | null;
}

/** Empty where python3 or boto3 is missing. */
export const boto3Version = findVersion();

/** Runs a script of `test/boto3/`, which prints one JSON line per check. */
export function runChecks(script: string, endpoint: string, keys: Keys): Promise<Check[]> {
  const file = fileURLToPath(new URL(`../test/boto3/${script}`, import.meta.url));
  const env = {
    ...bareEnvironment(),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return new Promise((resolve, reject) => {
    execFile('python3', [file], { env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script} did not run to its end: ${stderr}`));
      else
        resolve(
          stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Check),
        );
    });
  });
}

function findVersion(): string {
  try {
    const args = ['-c', 'import boto3; print(boto3.__version__)'];
    return execFileSync('python3', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
