import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { AwsError } from '../platform/errors.ts';
import type { Platform } from '../platform/service.ts';
import type { BodyDecodeOptions } from '../protocol/body-decode.ts';
import { createBodyDecoder, decodeBuffered } from '../protocol/body-decode.ts';
import { codecFor } from '../protocol/codecs.ts';
import { constraintViolations } from '../protocol/constraints.ts';
import { validationError } from '../protocol/validation-errors.ts';
import { credentialScope } from '../protocol/credential-scope.ts';
import type { Models } from '../protocol/models.ts';
import type { Protocol, ServiceModel } from '../protocol/model.ts';
import type { Route, RouteRequest, Router } from '../protocol/route.ts';
import { RoutingError } from '../protocol/routing-error.ts';
import { isStreamingInput } from '../protocol/streaming-members.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type { Authenticate, Caller } from './authenticate.ts';
import type { createControlRoutes } from './control-routes.ts';
import { isControlPath, refuseCrossSite } from './control-routes.ts';
import type { ClientSignals } from './exchange.ts';
import { ResponseWriter, endpointOf, requestConditions } from './exchange.ts';
import type { RequestListener } from './http-server.ts';
import type { Invoke } from './invoke.ts';
import { RequestAborted, readBody } from './request-body.ts';
import { GatewayContext } from './request-context.ts';
import type { IsSecure } from './secure-transport.ts';
import type { Web } from './web-routes.ts';

export interface ListenerOptions {
  platform: Platform;
  router: Router;
  models: Models;
  authenticate: Authenticate;
  invoke: Invoke;
  control: ReturnType<typeof createControlRoutes>;
  web: Web;
  endpoint: () => string;
  isSecure: IsSecure;
  signals: ClientSignals;
}

/** The way of every request: route, verify who calls, decode, check, authorise and handle, encode. */
export function createRequestListener(options: ListenerOptions): RequestListener {
  const writer = new ResponseWriter(options.platform.clock);
  return (request, response) => {
    void respond(request, response, writer, options);
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  writer: ResponseWriter,
  options: ListenerOptions,
): Promise<void> {
  const requestId = options.platform.ids.uuid();
  try {
    const answer = await answerRequest(request, response, requestId, options);
    await writer.send(request, response, answer);
  } catch (error) {
    if (!(error instanceof RequestAborted) && !response.destroyed) {
      options.platform.log.error('request.failed', { requestId, error });
    }
    response.destroy();
  }
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  options: ListenerOptions,
): Promise<WireResponse> {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const { headers } = request;
  const head: WireRequest & RouteRequest = {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query,
    headers,
    host: headers.host ?? String(headers[':authority'] ?? ''),
    signing: credentialScope(headers, query),
    body: noBody,
  };
  if (isControlPath(head.path)) return controlAnswer(request, head, options);
  const progress: Progress = {};
  let answer: WireResponse;
  try {
    const web = options.web.answer(head, { request, response, requestId });
    if (web !== undefined) return await web;
    answer = await serviceAnswer(request, response, head, requestId, progress, options);
  } catch (error) {
    answer = errorAnswer(error, progress, requestId, options);
  }
  if (request.headers.origin !== undefined && progress.route !== undefined) {
    await options.web.addCrossOriginHeaders(progress.route.service, head, answer);
  }
  return answer;
}

const noBody = Buffer.alloc(0);

/** How far a request came, for an error to be answered in the right protocol. */
interface Progress {
  route?: Route;
}

async function serviceAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  head: WireRequest & RouteRequest,
  requestId: string,
  progress: Progress,
  options: ListenerOptions,
): Promise<WireResponse> {
  const { router, platform } = options;
  let body = router.needsForm(head) ? await readBody(request) : undefined;
  const route = router.route(head, () => formText(head, body ?? noBody));
  progress.route = route;
  const { operation, protocol } = route;
  if (route.service !== 's3') refuseCrossSite(head);
  const streams = isStreamingInput(operation) && !isShort(head.headers);
  if (!streams) body ??= await readBody(request);
  const target = { service: operation.service, protocol, anonymousAllowed: true };
  const caller = await options.authenticate(head, target, body);
  if (streams) head.stream = decodedStream(request, route, caller);
  else head.body = decodeBuffered(head.headers, body ?? noBody, decodeOptions(route, caller));
  const codec = codecFor(protocol);
  head.path = route.path;
  const input = codec.decode(operation, head, route.labels);
  const violations = constraintViolations(operation, input);
  if (violations.length > 0) throw validationError(operation.service, violations);
  const context = createContext(request, response, route, caller, requestId, options);
  const output = await options.invoke(operation, input, context);
  platform.log.debug('request', { requestId, service: operation.service.service, operation: operation.model.name });
  return codec.encode(operation, output as Record<string, unknown>, requestId);
}

/** A stream costs more than so few bytes are worth. */
function isShort({ 'content-length': length }: WireRequest['headers']): boolean {
  return length !== undefined && Number(length) <= 64 * 1024;
}

/** A gzipped form says what it asks for only when it is unzipped. */
function formText({ headers }: WireRequest, body: Buffer): string {
  const form = headers['content-encoding'] === undefined ? body : decodeBuffered(headers, body, usualDecoding);
  return form.toString('latin1');
}

/** Most that a gzip body may grow to. */
const largestDecodedBytes = 256 * 1024 * 1024;

/** S3 keeps an object's content encoding as it is. */
const usualDecoding: BodyDecodeOptions = { gunzip: true, maxBytes: largestDecodedBytes };
const objectDecoding: BodyDecodeOptions = {};
/** The checksums of this request are those of the object that it makes. */
const completionDecoding: BodyDecodeOptions = { verifyChecksums: false };

function decodeOptions({ service, operation }: Route, { chunkSignatures, payloadHash }: Caller): BodyDecodeOptions {
  const ofS3 = operation.model.name === 'CompleteMultipartUpload' ? completionDecoding : objectDecoding;
  const options = service === 's3' ? ofS3 : usualDecoding;
  if (payloadHash !== undefined) return { ...options, sha256: payloadHash };
  if (chunkSignatures === undefined) return options;
  return {
    ...options,
    verifyChunk: (signature, chunk) => requireMatch(chunkSignatures.matchesChunk(signature, chunk)),
    verifyTrailer: (signature, trailers) => requireMatch(chunkSignatures.matchesTrailers(signature, trailers)),
  };
}

function requireMatch(matches: boolean): void {
  if (matches) return;
  const message = 'The chunk signature that was calculated does not match the one provided.';
  throw new AwsError('SignatureDoesNotMatch', message, { status: 403 });
}

function decodedStream(request: IncomingMessage, route: Route, caller: Caller): Readable {
  const decoder = createBodyDecoder(request.headers, decodeOptions(route, caller));
  // The handler that reads the stream gets its failure; without a reader it must not end the process.
  decoder.on('error', () => undefined);
  return pipeline(request, decoder, () => undefined);
}

function createContext(
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
  caller: Caller,
  requestId: string,
  options: ListenerOptions,
): GatewayContext {
  const { principal, region } = caller;
  const endpoint = options.endpoint();
  return new GatewayContext(options.platform, {
    account: principal.account,
    region,
    principal,
    requestId,
    endpoint: endpointOf(request, endpoint),
    conditions: () =>
      requestConditions(request, { now: options.platform.clock.now(), region, secure: options.isSecure(request) }),
    protocol: route.protocol,
    headers: request.headers,
    signal: () => options.signals.of(response),
  });
}

function errorAnswer(error: unknown, { route }: Progress, requestId: string, options: ListenerOptions): WireResponse {
  if (error instanceof RequestAborted) throw error;
  if (error instanceof RoutingError) {
    const known = error.service === undefined ? undefined : options.models.load(error.service);
    return codecFor(error.protocol).encodeError(known, error, requestId);
  }
  const service: ServiceModel | undefined = route?.operation.service;
  if (error instanceof AwsError) {
    const protocol: Protocol = route?.protocol ?? 'rest-xml';
    return codecFor(protocol).encodeError(service, error, requestId);
  }
  options.platform.log.error('operation.failed', { requestId, service: service?.service, error });
  const code = service?.service === 's3' ? 'InternalError' : 'InternalFailure';
  const internal = new AwsError(code, 'We encountered an internal error. Please try again.', { status: 500 });
  return codecFor(route?.protocol ?? 'rest-xml').encodeError(service, internal, requestId);
}

async function controlAnswer(
  request: IncomingMessage,
  head: WireRequest,
  options: ListenerOptions,
): Promise<WireResponse> {
  const { status, body } = await options.control(head, await readBody(request));
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}
