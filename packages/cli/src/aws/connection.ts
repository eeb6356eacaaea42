import { endpointOf } from '../client.ts';
import { UsageError } from '../options.ts';
import type { Options } from '../options.ts';
import { hostOf, isLoopback } from '../own-certificate.ts';
import { environmentCredentials } from '../signed-request.ts';
import type { Credentials } from '../signed-request.ts';

/** Where and as whom AWS's API is called. */
export interface Connection {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

/** The endpoint that was asked for, then where host or port say, then that of AWS's tools, then the default. */
export function connectionOf(options: Options): Connection {
  const own = ['host', 'port', 'tls'].some((name) => options[name] !== undefined);
  const asked = options['endpoint'] ?? (own ? undefined : process.env['AWS_ENDPOINT_URL'] || undefined);
  const region = options['region'] ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  return {
    endpoint: asked === undefined ? endpointOf(options) : checkedEndpoint(String(asked)),
    region: region === undefined || region === '' ? 'us-east-1' : String(region),
    credentials: environmentCredentials() ?? { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

function checkedEndpoint(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new UsageError(`'${text}' is not an endpoint's URL.`);
  return url.href.replace(/\/+$/, '');
}

/** The options with which `start` would serve this endpoint; undefined where it is not this machine's. */
export function serverOptionsFor(endpoint: string): Options | undefined {
  const url = new URL(endpoint);
  const { protocol, port } = url;
  const host = hostOf(url);
  if (!isLoopback(host)) return undefined;
  const tls = protocol === 'https:';
  return { host: host === 'localhost' ? '127.0.0.1' : host, port: port || (tls ? '443' : '80'), ...(tls && { tls }) };
}
