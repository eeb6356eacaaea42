import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { endpointOf } from '../client.ts';
import { isOn } from '../options.ts';
import type { Options } from '../options.ts';

/** Written for `eval "$(./madang env)"`; keys that are set already are left alone. */
export async function run(options: Options): Promise<number> {
  const region = options['region'] || 'us-east-1';
  process.stdout.write(
    [
      `export AWS_ENDPOINT_URL='${endpointOf(options)}'`,
      `export AWS_DEFAULT_REGION="\${AWS_DEFAULT_REGION:-${region}}"`,
      'export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-test}"',
      'export AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-test}"',
      'export AWS_EC2_METADATA_DISABLED=true',
      ...certificateExports(options),
      // Version 1 of the AWS CLI sends SQS and RDS to AWS, whatever the environment says, unless it has the option.
      `aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }`,
      '',
    ].join('\n'),
  );
  return 0;
}

/** AWS's tools trust the server's certificate only where they are told to. */
function certificateExports(options: Options): string[] {
  const file = resolve(String(options['data'] || '.madang'), 'tls-cert.pem');
  if (!isOn(options, 'tls') || !existsSync(file)) return [];
  return ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'].map((name) => `export ${name}='${file.replaceAll("'", "'\\''")}'`);
}
