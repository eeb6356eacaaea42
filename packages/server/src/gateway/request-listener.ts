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
import type { ClientSignals, Exchange } from './http/exchange.ts';
import { AnswerWriter, endpointOf, requestConditions } from './http/exchange.ts';
import type { RequestListener } from './http/http-server.ts';
import { RequestAborted } from './http/request-body.ts';
import type { Invoke } from './invoke.ts';
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
  const { clock, log } = options.platform;
  const writer = new AnswerWriter(clock, (error) => log.error('answer.failed', { error }));
  return (exchange) => {
    void respond(exchange, writer, options);
  };
}

async function respond(exchange: Exchange, writer: AnswerWriter, options: ListenerOptions): Promise<void> {
  const requestId = options.platform.ids.uuid();
  try {
    const answer = await answerRequest(exchange, requestId, options);
    const streaming = writer.send(exchange, answer);
    if (streaming) await streaming;
  } catch (error) {
    if (!(error instanceof RequestAborted) && !exchange.isOver) {
      options.platform.log.error('request.failed', { requestId, error });
    }
    exchange.drop();
  }
}

function answerRequest(exchange: Exchange, requestId: string, options: ListenerOptions): Promise<WireResponse> {
  const { method, url, headers } = exchange;
  const mark = url.indexOf('?');
  const query = mark < 0 ? '' : url.slice(mark + 1);
  const head: WireRequest & RouteRequest = {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query,
    headers,
    host: headers.host ?? String(headers[':authority'] ?? ''),
    signing: credentialScope(headers, query),
    body: noBody,
  };
  if (isControlPath(head.path)) return controlAnswer(exchange, head, options);
  return serviceAnswer(exchange, head, requestId, options);
}

const noBody = Buffer.alloc(0);

async function serviceAnswer(
  exchange: Exchange,
  head: WireRequest & RouteRequest,
  requestId: string,
  options: ListenerOptions,
): Promise<WireResponse> {
  /** How far the request came, for an error to be answered in the right protocol. */
  let route: Route | undefined;
  let answer: WireResponse;
  try {
    const web = options.web.answer(head, exchange, requestId);
    if (web !== undefined) return await web;
    let body = options.router.needsForm(head) ? await exchange.readBody() : undefined;
    route = options.router.route(head, () => formText(head, body ?? noBody));
    const { operation, protocol } = route;
    if (route.service !== 's3') refuseCrossSite(head);
    const streams = isStreamingInput(operation) && !isShort(head.headers);
    if (!streams) body ??= await exchange.readBody();
    const target = { service: operation.service, protocol, anonymousAllowed: true };
    const authenticated = options.authenticate(head, target, body);
    const caller = authenticated instanceof Promise ? await authenticated : authenticated;
    if (streams) head.stream = decodedStream(exchange, route, caller);
    else head.body = decodeBuffered(head.headers, body ?? noBody, decodeOptions(route, caller));
    const codec = codecFor(protocol);
    head.path = route.path;
    const input = codec.decode(operation, head, route.labels);
    const violations = constraintViolations(operation, input);
    if (violations.length > 0) throw validationError(operation.service, violations);
    const context = createContext(exchange, route, caller, requestId, options);
    const output = await options.invoke(operation, input, context);
    const { service, model } = operation;
    options.platform.log.debug('request', { requestId, service: service.service, operation: model.name });
    answer = codec.encode(operation, output as Record<string, unknown>, requestId);
  } catch (error) {
    // What fails for want of a client is no failure of the operation.
    if (exchange.isOver && !(error instanceof AwsError)) throw error;
    answer = errorAnswer(error, route, requestId, options);
  }
  if (head.headers.origin !== undefined && route !== undefined) {
    await options.web.addCrossOriginHeaders(route.service, head, answer);
  }
  return answer;
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

function decodedStream(exchange: Exchange, route: Route, caller: Caller): Readable {
  const decoder = createBodyDecoder(exchange.headers, decodeOptions(route, caller));
  return exchange.pipeBody(decoder);
}

function createContext(
  exchange: Exchange,
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
    endpoint: endpointOf(exchange, endpoint),
    conditions: () =>
      requestConditions(exchange, { now: options.platform.clock.now(), region, secure: options.isSecure(exchange) }),
    protocol: route.protocol,
    headers: exchange.headers,
    signal: () => options.signals.of(exchange),
  });
}

function errorAnswer(
  error: unknown,
  route: Route | undefined,
  requestId: string,
  options: ListenerOptions,
): WireResponse {
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

async function controlAnswer(exchange: Exchange, head: WireRequest, options: ListenerOptions): Promise<WireResponse> {
  const { status, body } = await options.control(head, () => exchange.readBody());
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}
