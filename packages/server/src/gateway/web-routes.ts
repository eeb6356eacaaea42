import { PassThrough } from 'node:stream';
import type { Platform, ServiceName, WebContext, WebRequestHead, WebRoutes } from '../platform/service.ts';
import { AwsError } from '../platform/errors.ts';
import { codecFor } from '../protocol/codecs.ts';
import { hostName } from '../protocol/host-names.ts';
import type { Protocol } from '../protocol/model.ts';
import type { Models } from '../protocol/models.ts';
import { servicePath } from '../protocol/route.ts';
import type { RouteRequest } from '../protocol/route.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type { Authenticate, AuthenticateForm } from './authenticate.ts';
import type { ClientSignals, Exchange } from './http/exchange.ts';
import { endpointOf, requestConditions } from './http/exchange.ts';
import type { Registry } from './registry.ts';
import type { IsSecure } from './secure-transport.ts';

export interface WebOptions {
  platform: Platform;
  registry: Registry;
  models: Models;
  authenticate: Authenticate;
  authenticateForm: AuthenticateForm;
  /** Region of requests whose host and signature name none. */
  region: string;
  endpoint: () => string;
  isSecure: IsSecure;
  signals: ClientSignals;
}

export interface Web {
  /** Answers requests that a service claims outside its model; undefined where none does. */
  answer(head: WireRequest & RouteRequest, exchange: Exchange, requestId: string): Promise<WireResponse> | undefined;
  /** Adds what lets the page of another origin read an answer. */
  addCrossOriginHeaders(service: string, head: WireRequest & RouteRequest, answer: WireResponse): Promise<void>;
}

/** What services answer on HTTP beside the operations of their models. */
export function createWeb(options: WebOptions): Web {
  const services: { name: ServiceName; signingName: string; routes: WebRoutes }[] = [];
  const signingNames = new Map(options.models.index.map((entry) => [entry.service, entry.signingName]));
  for (const { definition } of options.registry.values()) {
    const { name, web } = definition;
    if (web) services.push({ name, signingName: signingNames.get(name) ?? name, routes: web });
  }
  return {
    answer(head, exchange, requestId) {
      // Signed requests tell their service: all but a few are another one's.
      const signedFor = head.signing?.service;
      if (head.headers['x-amz-target'] !== undefined) return undefined;
      const host = hostName(head.host);
      for (const { name, signingName, routes } of services) {
        if (signedFor !== undefined && signedFor !== signingName) continue;
        const request = webHead(name, head, host);
        if (routes.claims(request)) {
          return answerWeb(name, routes, request, head, { exchange, requestId }, options);
        }
      }
      return undefined;
    },
    async addCrossOriginHeaders(service, head, answer) {
      const routes = services.find(({ name }) => name === service)?.routes;
      if (routes === undefined) return;
      const request = webHead(service, head, hostName(head.host));
      Object.assign(answer.headers, await routes.crossOriginHeaders?.(request, options.platform));
    },
  };
}

function webHead(service: string, head: RouteRequest, host: string): WebRequestHead {
  const { method, query, headers } = head;
  return { method, path: servicePath(service, head), query, headers, host };
}

async function readableAcrossOrigins(
  answer: WireResponse,
  routes: WebRoutes,
  request: WebRequestHead,
  platform: Platform,
): Promise<WireResponse> {
  if (request.headers.origin === undefined) return answer;
  const headers = await routes.crossOriginHeaders?.(request, platform);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

async function answerWeb(
  service: ServiceName,
  routes: WebRoutes,
  request: WebRequestHead,
  head: WireRequest & RouteRequest,
  { exchange, requestId }: { exchange: Exchange; requestId: string },
  options: WebOptions,
): Promise<WireResponse> {
  const { platform, models } = options;
  const model = models.load(service);
  const protocol: Protocol = model.protocols[0] ?? 'rest-xml';
  const target = { service: model, protocol, anonymousAllowed: true };
  const endpoint = options.endpoint();
  const facts = { now: platform.clock.now(), region: options.region, secure: options.isSecure(exchange) };
  const context: WebContext = {
    platform,
    requestId,
    endpoint: endpointOf(exchange, endpoint),
    conditions: requestConditions(exchange, facts),
    signal: options.signals.of(exchange),
    identify: async () => options.authenticate(head, target, undefined),
    identifyForm: (form) => options.authenticateForm(form, target),
  };
  const body = exchange.pipeBody(new PassThrough());
  try {
    const answer = await routes.answer({ ...request, body }, context);
    return await readableAcrossOrigins(answer, routes, request, platform);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const answer = codecFor(protocol).encodeError(model, error, requestId);
    return await readableAcrossOrigins(answer, routes, request, platform);
  } finally {
    body.destroy();
  }
}
