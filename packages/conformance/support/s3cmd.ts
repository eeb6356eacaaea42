import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareEnvironment } from './madang.ts';
import type { Server } from './server.ts';

const program = 's3cmd';

/** Empty where there is no `s3cmd`. */
export const s3cmdVersion = findVersion();

export type S3cmd = (...args: string[]) => Promise<string>;

/** `s3cmd` against a server, its configuration in the directory: answers what a command prints. */
export function s3cmdClient(directory: string, { port, keys }: Server): S3cmd {
  const address = `127.0.0.1:${port}`;
  const settings = {
    access_key: keys.accessKeyId,
    secret_key: keys.secretAccessKey,
    host_base: address,
    host_bucket: address,
    use_https: 'False',
    bucket_location: 'us-east-1',
    multipart_chunk_size_mb: '5',
    guess_mime_type: 'False',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const config = join(directory, 's3cmd.conf');
  writeFileSync(config, ['[default]', ...lines, ''].join('\n'));
  const env = { ...bareEnvironment(), LC_ALL: 'C.UTF-8', PYTHONUTF8: '1' };
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(program, ['--config', config, '--no-progress', ...args], { env }, (error, stdout, stderr) => {
        if (error) reject(new Error(`s3cmd ${args.join(' ')}: ${stderr}`));
        else resolve(stdout);
      });
    });
}

function findVersion(): string {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
