import { AwsError } from '../platform/errors.ts';
import type { VirtualClock } from '../platform/virtual-clock.ts';
import type { Authenticate, AuthMode } from './authenticate.ts';
import type { SignedRequest } from './signature/canonical-request.ts';

export interface ControlOptions {
  version: string;
  auth: AuthMode;
  startedAt: number;
  now: () => number;
  authenticate: Authenticate;
  reset: () => Promise<void>;
  virtualClock: VirtualClock | undefined;
  /** Number of operations by realism, per service. */
  services: () => Record<string, { realism: Record<string, number> }>;
}

interface ControlAnswer {
  status: number;
  body: object;
}

type ControlRoute = (request: SignedRequest, body: Buffer) => Promise<ControlAnswer>;

export function isControlPath(path: string): boolean {
  return path.startsWith('/_madang/') || path.startsWith('/_localstack/');
}

/** A page of another site must not command a cloud on its visitor's machine; S3 has rules of its own for that (CORS). */
export function refuseCrossSite({ headers }: Pick<SignedRequest, 'headers'>): void {
  if (headers['sec-fetch-site'] !== 'cross-site') return;
  throw new AwsError('AccessDenied', 'Requests from pages of other sites are not served.', { status: 403 });
}

/** Routes of Madang itself, beside AWS's: `/_madang/...`, and the health route that tools for LocalStack ask. */
export function createControlRoutes(
  options: ControlOptions,
): (request: SignedRequest, readBody: () => Buffer | Promise<Buffer>) => Promise<ControlAnswer> {
  const routes: Record<string, ControlRoute> = {
    'GET /_madang/health': async () => answer(health(options)),
    'POST /_madang/reset': (request, body) => reset(request, body, options),
    'POST /_madang/clock': (request, body) => jump(request, body, options),
    'GET /_localstack/health': async () => answer(localStackHealth(options)),
  };
  const paths = new Set(Object.keys(routes).map((route) => route.split(' ')[1]));
  return async (request, readBody) => {
    try {
      const body = await readBody();
      refuseCrossSite(request);
      const route = routes[`${request.method === 'HEAD' ? 'GET' : request.method} ${request.path}`];
      if (route !== undefined) return await route(request, body);
      const status = paths.has(request.path) ? 405 : 404;
      return answer({ message: `There is no ${request.method} ${request.path}.` }, status);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return answer({ message: error.message }, error.details.status ?? 400);
    }
  };
}

function answer(body: object, status = 200): ControlAnswer {
  return { status, body };
}

function health(options: ControlOptions): object {
  return {
    status: 'running',
    version: options.version,
    uptimeSeconds: (options.now() - options.startedAt) / 1000,
    auth: options.auth,
    pid: process.pid,
    services: options.services(),
  };
}

function localStackHealth(options: ControlOptions): object {
  const services = Object.fromEntries(Object.keys(options.services()).map((name) => [name, 'available']));
  return { services, edition: 'madang', version: options.version };
}

async function reset(request: SignedRequest, body: Buffer, options: ControlOptions): Promise<ControlAnswer> {
  await requireRoot(request, body, options);
  await options.reset();
  return answer({ status: 'reset' });
}

/** Body: `{"advanceSeconds": 3600}`. */
async function jump(request: SignedRequest, body: Buffer, options: ControlOptions): Promise<ControlAnswer> {
  if (options.virtualClock === undefined) {
    return answer({ message: 'The clock is real: start the server with --clock virtual to make it jump.' }, 409);
  }
  await requireRoot(request, body, options);
  const seconds = advanceSeconds(body);
  if (seconds === undefined) return answer({ message: 'The body must be {"advanceSeconds": NUMBER}, 0 or more.' }, 400);
  await options.virtualClock.advance(seconds * 1000);
  return answer({ now: new Date(options.virtualClock.now()).toISOString() });
}

function advanceSeconds(body: Buffer): number | undefined {
  try {
    const { advanceSeconds: seconds } = JSON.parse(body.toString()) as { advanceSeconds?: unknown };
    // A century at most: dates must stay dates.
    return typeof seconds === 'number' && seconds >= 0 && seconds <= 100 * 365 * 86_400 ? seconds : undefined;
  } catch {
    return undefined;
  }
}

/** Under `--auth iam` what touches everything needs the root's signature, made for the service `madang`. */
async function requireRoot(request: SignedRequest, body: Buffer, options: ControlOptions): Promise<void> {
  if (options.auth === 'open') return;
  const service = {
    service: 'madang',
    serviceId: 'Madang',
    apiVersion: '',
    signingName: 'madang',
    endpointPrefix: 'madang',
    protocols: [],
  };
  const { principal } = await options.authenticate(
    request,
    { service, protocol: 'rest-json', anonymousAllowed: false },
    body,
  );
  if (principal.kind !== 'root')
    throw new AwsError('AccessDenied', 'Only the root of an account may do this.', { status: 403 });
}
