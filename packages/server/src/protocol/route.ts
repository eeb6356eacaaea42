import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../platform/errors.ts';
import { credentialScope } from './credential-scope.ts';
import type { CredentialScope } from './credential-scope.ts';
import { bucketOfLocalHost, bucketOfS3Host, hostName, regionOfHost, servicesByPrefix } from './host-names.ts';
import type { Protocol, ServiceIndexEntry, ServiceModel } from './model.ts';
import type { Models } from './models.ts';
import { matchRest } from './rest-router.ts';
import { RoutingError, missingOperation, queryProtocol, unknownOperation, unknownService } from './routing-error.ts';
import type { WireOperation } from './wire.ts';

export interface RouteRequest {
  method: string;
  /** As sent, percent-encoded, without the query. */
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  /** The Host header or HTTP/2's authority. */
  host: string;
  /** What `credentialScope` says of the request, where the caller knows it already. */
  signing?: CredentialScope | undefined;
}

export interface Route {
  service: string;
  protocol: Protocol;
  operation: WireOperation;
  /** Labels of a REST path, decoded. */
  labels?: Record<string, string>;
  /** The path with the bucket of a virtual host made part of it. */
  path: string;
  /** Of the signature, or of the host. */
  region?: string;
  signing?: CredentialScope;
}

export interface Router {
  /** Throws {@link RoutingError}. `readForm` gives the body's text, and is called only where {@link needsForm} holds. */
  route(request: RouteRequest, readForm?: () => string): Route;
  /** True where the body may name the operation, and so must be read before routing. */
  needsForm(request: RouteRequest): boolean;
}

export function createRouter(models: Models): Router {
  const tables = routingTables(models);
  return {
    route(request, readForm = () => '') {
      const signing = signingOf(request);
      const found =
        byCborPath(tables, request) ?? byTarget(tables, request) ?? byServices(tables, request, signing, readForm);
      const route: Route = { path: request.path, ...found };
      if (signing !== undefined) route.signing = signing;
      const region = signing?.region || (request.host.includes('-') ? regionOfHost(request.host) : undefined);
      if (region !== undefined) route.region = region;
      return route;
    },
    needsForm: (request) => needsForm(tables, request),
  };
}

function signingOf(request: RouteRequest): CredentialScope | undefined {
  return 'signing' in request ? request.signing : credentialScope(request.headers, request.query);
}

type Found = Pick<Route, 'service' | 'protocol' | 'operation'> & Partial<Pick<Route, 'labels' | 'path'>>;

interface Tables {
  models: Models;
  entries: Map<string, ServiceIndexEntry>;
  byTargetPrefix: Map<string, ServiceIndexEntry>;
  bySigningName: Map<string, string[]>;
  byVersion: Map<string, string[]>;
  byHost: (host: string) => readonly string[];
  /** What whole X-Amz-Target headers mean, filled as they are seen. */
  targets: Map<string, Found>;
  operations: WeakMap<ServiceModel, Map<string, WireOperation>>;
}

function routingTables(models: Models): Tables {
  const tables: Tables = {
    models,
    entries: new Map(models.index.map((entry) => [entry.service, entry])),
    byTargetPrefix: new Map(),
    bySigningName: new Map([
      ['s3express', ['s3']],
      ['s3-object-lambda', ['s3']],
    ]),
    byVersion: new Map(),
    byHost: servicesByPrefix(models.index),
    targets: new Map(),
    operations: new WeakMap(),
  };
  for (const entry of models.index) {
    if (entry.targetPrefix !== undefined) tables.byTargetPrefix.set(entry.targetPrefix, entry);
    append(tables.bySigningName, entry.signingName, entry.service);
    if (queryProtocol(entry) !== undefined) append(tables.byVersion, entry.apiVersion, entry.service);
  }
  return tables;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function operationOf({ models, operations }: Tables, service: string, name: string): WireOperation | undefined {
  const model = models.load(service);
  let known = operations.get(model);
  if (known === undefined) operations.set(model, (known = new Map()));
  let operation = known.get(name);
  if (operation === undefined && Object.hasOwn(model.operations, name)) {
    operation = { service: model, model: model.operations[name] as WireOperation['model'] };
    known.set(name, operation);
  }
  return operation;
}

function byCborPath(tables: Tables, { headers, path }: RouteRequest): Found | undefined {
  if (headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  const protocol = 'smithy-rpc-v2-cbor';
  const [, prefix = '', name = ''] = /\/service\/([^/]+)\/operation\/([^/]+)\/?$/.exec(path) ?? [];
  const entry = tables.byTargetPrefix.get(prefix);
  if (!entry?.protocols.includes(protocol)) throw unknownService(protocol, prefix || path);
  const operation = operationOf(tables, entry.service, name);
  if (operation === undefined) throw unknownOperation(protocol, entry.service, name);
  return { service: entry.service, protocol, operation };
}

function byTarget(tables: Tables, { headers }: RouteRequest): Found | undefined {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return undefined;
  const known = tables.targets.get(target);
  if (known !== undefined) return known;
  const dot = target.lastIndexOf('.');
  const entry = tables.byTargetPrefix.get(target.slice(0, Math.max(dot, 0)));
  if (entry === undefined) throw unknownService('json', target);
  const operation = operationOf(tables, entry.service, target.slice(dot + 1));
  if (operation === undefined) throw unknownOperation('json', entry.service, target.slice(dot + 1));
  const found: Found = { service: entry.service, protocol: 'json', operation };
  tables.targets.set(target, found);
  return found;
}

function byServices(
  tables: Tables,
  request: RouteRequest,
  signing: CredentialScope | undefined,
  readForm: () => string,
): Found {
  const candidates = signing && tables.bySigningName.get(signing.service);
  if (signing !== undefined && candidates === undefined) {
    throw unknownService(guessProtocol(request, signing.service), signing.service);
  }
  const form = actionIn(request.query) ?? (needsForm(tables, request) ? actionIn(readForm()) : undefined);
  if (form !== undefined) {
    const found = byAction(tables, form, candidates ?? tables.byHost(hostName(request.host)));
    if (found !== undefined) return found;
  }
  const host = hostName(request.host);
  const bucket = bucketOfS3Host(host);
  if (candidates === undefined && bucket === undefined) {
    const [service, ...others] = tables.byHost(host);
    if (service !== undefined) return byPath(tables, request, [service, ...others]);
  }
  return byPath(tables, request, candidates ?? ['s3']);
}

interface Action {
  name: string;
  version: string | undefined;
}

function actionIn(form: string): Action | undefined {
  const name = /(?:^|&)Action=([^&]+)/.exec(form)?.[1];
  if (name === undefined) return undefined;
  const version = /(?:^|&)Version=([^&]*)/.exec(form)?.[1];
  return { name: decodedName(name), version: version && decodedName(version) };
}

/** Left as it is where it is not decoded: then it is no name of an action either. */
function decodedName(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function byAction(tables: Tables, { name, version }: Action, candidates: readonly string[]): Found | undefined {
  const speaking = candidates.filter((service) => queryProtocol(tables.entries.get(service)) !== undefined);
  if (speaking.length === 0 && candidates.length > 0) return undefined;
  const ofVersion = version === undefined ? [] : (tables.byVersion.get(version) ?? []);
  // Only elasticloadbalancing needs its version; clients of the others may send an older one than the model's.
  const service = speaking.length === 1 ? speaking[0] : (ofVersion.find((s) => speaking.includes(s)) ?? ofVersion[0]);
  if (service === undefined) {
    throw new RoutingError(
      'query',
      undefined,
      new AwsError(
        'InvalidAction',
        `Could not find operation ${name} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
        { status: 400 },
      ),
    );
  }
  const protocol = queryProtocol(tables.entries.get(service)) as Protocol;
  const operation = operationOf(tables, service, name);
  if (operation === undefined) throw unknownOperation(protocol, service, name, version);
  return { service, protocol, operation };
}

function byPath(tables: Tables, request: RouteRequest, candidates: readonly string[]): Found {
  const service = candidates.length > 1 ? amongPaths(candidates, request.path) : (candidates[0] as string);
  const entry = tables.entries.get(service) as ServiceIndexEntry;
  const protocol = entry.protocols.find((p) => p === 'rest-json' || p === 'rest-xml');
  if (protocol === undefined) throw missingOperation(entry);
  const path = servicePath(service, request);
  const match = matchPath(tables.models.load(service), protocol, { ...request, path });
  return { service, protocol, operation: match.operation, labels: match.labels, path };
}

/** API Gateway's two services share their signing name. */
function amongPaths(candidates: readonly string[], path: string): string {
  const second = candidates.find((service) => service === 'apigatewayv2');
  return second !== undefined && path.startsWith('/v2/') ? second : (candidates[0] as string);
}

function matchPath(service: ServiceModel, protocol: Protocol, request: RouteRequest) {
  let match;
  try {
    match = matchRest(service, request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new RoutingError(protocol, service.service, error);
  }
  if (match === undefined) throw unknownOperation(protocol, service.service, `${request.method} ${request.path}`);
  return match;
}

/** The path as the service's model knows it: with the bucket of a virtual host made part of it. */
export function servicePath(service: string, { path, host }: Pick<RouteRequest, 'host' | 'path'>): string {
  if (service !== 's3') return path;
  const name = hostName(host);
  const bucket = bucketOfS3Host(name) ?? bucketOfLocalHost(name);
  return bucket === undefined ? path : `/${bucket}${path}`;
}

function needsForm(tables: Tables, request: RouteRequest): boolean {
  const { method, path, headers, host } = request;
  if (method !== 'POST' || headers['x-amz-target'] !== undefined || headers['smithy-protocol'] !== undefined)
    return false;
  const signing = signingOf(request);
  const type = headers['content-type'];
  const isForm = type === undefined || type.startsWith('application/x-www-form-urlencoded');
  if (!isForm) return false;
  const candidates = signing ? tables.bySigningName.get(signing.service) : tables.byHost(hostName(host));
  if (candidates !== undefined && candidates.length > 0) {
    return candidates.some((service) => queryProtocol(tables.entries.get(service)) !== undefined);
  }
  // Without a signature an object may be meant: only the root and queues' own paths take actions.
  return path === '/' || path === '' || /^\/\d{12}\/[^/]+\/?$/.test(path);
}

function guessProtocol({ headers, query }: RouteRequest, signingName: string): Protocol {
  // Of the services that are not modelled, the one that speaks XML.
  if (signingName === 'cloudfront') return 'rest-xml';
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-amz-json')) return 'json';
  if (type.startsWith('application/x-www-form-urlencoded') || query.includes('Action=')) return 'query';
  return 'rest-json';
}
