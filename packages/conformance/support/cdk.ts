import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './madang.ts';

/** Of the development dependency, or another version of it. */
const executable = process.env['MADANG_CDK'] ?? installedCdk();
const support = fileURLToPath(new URL('.', import.meta.url));

/** False where the development dependency `aws-cdk` is not installed. */
export const hasCdk = existsSync(executable);

/** Empty where there is none. npm puts it beside this package or at the root. */
function installedCdk(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin/cdk');
  } catch {
    return '';
  }
}

export interface CdkOptions {
  endpoint: string;
  /** Where the CDK keeps what it makes. */
  directory: string;
  account: string;
}

/** What a command of the CDK prints, both streams together. */
export type Cdk = (args: string[], env?: Record<string, string>) => Promise<string>;

/** `cdk` against an endpoint, without asking anything of the network but that endpoint. */
export function cdkCli({ endpoint, directory, account }: CdkOptions): Cdk {
  const fixed = {
    ...bareEnvironment(),
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: directory,
    CDK_HOME: directory,
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const shared = ['--no-notices', '--no-color', '--output', `${directory}/cdk.out`, '--app', 'node cdk-app.ts'];
  return (args, env = {}) =>
    new Promise((resolve, reject) => {
      const options = { cwd: support, env: { ...fixed, ...env }, maxBuffer: 64 * 1024 * 1024 };
      const whole = [executable, ...args, ...shared];
      execFile(process.execPath, whole, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`cdk ${args.join(' ')}\n${stdout}\n${stderr}`));
        else resolve(stdout + stderr);
      });
    });
}
