import type { OperationModel, ServiceModel } from './model.ts';
import { decodePercent, parseQueryString } from './query-string.ts';
import type { WireOperation, WireRequest } from './wire.ts';
import { structureAt } from './xml-names.ts';

export interface RestMatch {
  operation: WireOperation;
  /** Percent-decoded, by the label's name. */
  labels: Record<string, string>;
}

export type RestTarget = Pick<WireRequest, 'method' | 'path' | 'query' | 'headers'>;

interface Node {
  literals: Map<string, Node>;
  label?: Node;
  /** Routes that end here. */
  routes: RoutesByMethod;
  /** Routes whose last label takes the rest of the path from here. */
  greedyRoutes: RoutesByMethod;
}

/** In order of how much they demand: the first that is satisfied wins. */
type RoutesByMethod = Map<string, RestRoute[]>;

interface RestRoute {
  operation: WireOperation;
  labels: Label[];
  /** Query arguments that the template demands, with their value where it has one. */
  literals: [string, string | undefined][];
  requiredQuery: string[];
  requiredHeaders: string[];
}

interface Label {
  name: string;
  /** Which segment of the path it is, or with `isGreedy` begins at. */
  at: number;
  isGreedy: boolean;
}

const routers = new WeakMap<ServiceModel, Node>();

/** The operation of a REST service that a request means; undefined where none fits. Throws where the path is broken. */
export function matchRest(service: ServiceModel, target: RestTarget): RestMatch | undefined {
  let root = routers.get(service);
  if (root === undefined) routers.set(service, (root = buildRouter(service)));
  const segments = target.path.slice(1).split('/');
  const query = parseQueryString(target.query);
  return search(root, segments, 0, target, query);
}

function search(
  node: Node,
  segments: readonly string[],
  at: number,
  target: RestTarget,
  query: Map<string, string[]>,
): RestMatch | undefined {
  // A trailing slash means nothing, except in the key of an object.
  const atEnd = at === segments.length || (at === segments.length - 1 && segments[at] === '');
  if (atEnd) return select(node.routes, segments, target, query);
  const segment = segments[at] as string;
  const literal = node.literals.get(segment);
  const found = literal && search(literal, segments, at + 1, target, query);
  if (found !== undefined) return found;
  if (node.label !== undefined && segment !== '') {
    const labelled = search(node.label, segments, at + 1, target, query);
    if (labelled !== undefined) return labelled;
  }
  return select(node.greedyRoutes, segments, target, query);
}

function select(
  routes: RoutesByMethod,
  segments: readonly string[],
  { method, headers }: RestTarget,
  query: Map<string, string[]>,
): RestMatch | undefined {
  const named = query.get('x-id')?.[0];
  let chosen: RestRoute | undefined;
  let fitting: RestRoute | undefined;
  for (const route of routes.get(method) ?? []) {
    if (!hasLiterals(route, query)) continue;
    // What names a sub-resource and lacks an argument does not mean the resource itself: `DELETE /bucket?inventory`.
    if (chosen === undefined && fitting !== undefined && route.literals.length < fitting.literals.length) break;
    fitting = route;
    if (!hasRequired(route, query, headers)) continue;
    chosen ??= route;
    if (named === undefined) break;
    if (route.operation.model.name !== named) continue;
    chosen = route;
    break;
  }
  const route = chosen ?? fitting;
  return route && { operation: route.operation, labels: labelValues(route, segments) };
}

function hasLiterals({ literals }: RestRoute, query: Map<string, string[]>): boolean {
  for (const [name, value] of literals) {
    const values = query.get(name);
    if (values === undefined || (value !== undefined && !values.includes(value))) return false;
  }
  return true;
}

function hasRequired(
  { requiredQuery, requiredHeaders }: RestRoute,
  query: Map<string, string[]>,
  headers: RestTarget['headers'],
): boolean {
  for (const name of requiredQuery) if (!query.has(name)) return false;
  for (const name of requiredHeaders) if (headers[name] === undefined) return false;
  return true;
}

function labelValues(route: RestRoute, segments: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, at, isGreedy } of route.labels) {
    values[name] = decodePercent(isGreedy ? segments.slice(at).join('/') : (segments[at] as string));
  }
  return values;
}

function buildRouter(service: ServiceModel): Node {
  const root = emptyNode();
  for (const model of Object.values(service.operations)) addRoute(root, routeOf({ service, model }), model.uri);
  sortRoutes(root);
  return root;
}

function routeOf(operation: WireOperation): RestRoute {
  const { service, model } = operation;
  const literals = literalArguments(model);
  const route: RestRoute = {
    operation,
    labels: labelsIn(model),
    literals,
    requiredQuery: [],
    requiredHeaders: [],
  };
  if (model.input === undefined) return route;
  const { members, required = [] } = structureAt(service, model.input);
  for (const name of required) {
    const member = members[name];
    const wireName = member?.name ?? name;
    if (member?.location === 'querystring' && !literals.some(([literal]) => literal === wireName)) {
      route.requiredQuery.push(wireName);
    }
    if (member?.location === 'header') route.requiredHeaders.push(wireName.toLowerCase());
  }
  return route;
}

function labelsIn({ uri }: OperationModel): Label[] {
  const segments = (uri.split('?')[0] as string).slice(1).split('/');
  return segments.flatMap((segment, at) => {
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
    return name === undefined ? [] : { name, at, isGreedy: greedy === '+' };
  });
}

function literalArguments({ uri }: OperationModel): [string, string | undefined][] {
  const query = uri.split('?')[1] ?? '';
  return query
    .split('&')
    .filter((argument) => argument !== '' && !argument.startsWith('x-id='))
    .map((argument) => {
      const [name, value] = argument.split('=');
      return [name as string, value];
    });
}

function addRoute(root: Node, route: RestRoute, uri: string): void {
  let node = root;
  for (const segment of (uri.split('?')[0] as string).split('/')) {
    if (segment === '') continue;
    if (segment.endsWith('+}')) {
      append(node.greedyRoutes, route);
      return;
    }
    node = segment.startsWith('{') ? (node.label ??= emptyNode()) : literalNode(node, segment);
  }
  append(node.routes, route);
}

function append(routes: RoutesByMethod, route: RestRoute): void {
  const { method } = route.operation.model;
  const known = routes.get(method);
  if (known === undefined) routes.set(method, [route]);
  else known.push(route);
}

function literalNode(node: Node, segment: string): Node {
  let next = node.literals.get(segment);
  if (next === undefined) node.literals.set(segment, (next = emptyNode()));
  return next;
}

function emptyNode(): Node {
  return { literals: new Map(), routes: new Map(), greedyRoutes: new Map() };
}

function sortRoutes(node: Node): void {
  for (const routes of [node.routes, node.greedyRoutes]) {
    for (const ofMethod of routes.values()) ofMethod.sort(byDemand);
  }
  for (const next of node.literals.values()) sortRoutes(next);
  if (node.label !== undefined) sortRoutes(node.label);
}

function byDemand(a: RestRoute, b: RestRoute): number {
  return demand(b) - demand(a) || Number(a.operation.model.deprecated ?? 0) - Number(b.operation.model.deprecated ?? 0);
}

function demand({ literals, requiredQuery, requiredHeaders }: RestRoute): number {
  return literals.length * 100 + requiredQuery.length + requiredHeaders.length;
}
