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
  routes: RestRoute[];
  /** Routes whose last label takes the rest of the path from here. */
  greedyRoutes: RestRoute[];
}

interface RestRoute {
  operation: WireOperation;
  method: string;
  labelNames: string[];
  /** Query arguments that the template demands, with their value where it has one. */
  literals: [string, string | undefined][];
  requiredQuery: string[];
  requiredHeaders: string[];
}

const routers = new WeakMap<ServiceModel, Node>();

/** The operation of a REST service that a request means; undefined where none fits. Throws where the path is broken. */
export function matchRest(service: ServiceModel, target: RestTarget): RestMatch | undefined {
  let root = routers.get(service);
  if (root === undefined) routers.set(service, (root = buildRouter(service)));
  const segments = target.path.slice(1).split('/');
  const query = parseQueryString(target.query);
  return search(root, segments, 0, [], target, query);
}

function search(
  node: Node,
  segments: readonly string[],
  at: number,
  labels: readonly string[],
  target: RestTarget,
  query: Map<string, string[]>,
): RestMatch | undefined {
  // A trailing slash means nothing, except in the key of an object.
  const atEnd = at === segments.length || (at === segments.length - 1 && segments[at] === '');
  if (atEnd) return select(node.routes, labels, target, query);
  const segment = segments[at] as string;
  const literal = node.literals.get(segment);
  const found = literal && search(literal, segments, at + 1, labels, target, query);
  if (found !== undefined) return found;
  if (node.label !== undefined && segment !== '') {
    const labelled = search(node.label, segments, at + 1, [...labels, segment], target, query);
    if (labelled !== undefined) return labelled;
  }
  return select(node.greedyRoutes, [...labels, segments.slice(at).join('/')], target, query);
}

/** Routes are in order of how much they demand: the first that is satisfied wins. */
function select(
  routes: readonly RestRoute[],
  labels: readonly string[],
  { method, headers }: RestTarget,
  query: Map<string, string[]>,
): RestMatch | undefined {
  const fitting = routes.filter((route) => route.method === method && hasLiterals(route, query));
  const named = query.get('x-id')?.[0];
  const satisfied = fitting.filter(
    (route) =>
      route.requiredQuery.every((name) => query.has(name)) &&
      route.requiredHeaders.every((name) => headers[name] !== undefined),
  );
  const route = satisfied.find(({ operation }) => operation.model.name === named) ?? satisfied[0] ?? fitting.at(-1);
  if (route === undefined) return undefined;
  const entries = route.labelNames.map((name, index) => [name, decodePercent(labels[index] as string)]);
  return { operation: route.operation, labels: Object.fromEntries(entries) as Record<string, string> };
}

function hasLiterals({ literals }: RestRoute, query: Map<string, string[]>): boolean {
  return literals.every(([name, value]) => {
    const values = query.get(name);
    return values !== undefined && (value === undefined || values.includes(value));
  });
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
    method: model.method,
    labelNames: [...model.uri.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] as string),
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
      node.greedyRoutes.push(route);
      return;
    }
    node = segment.startsWith('{') ? (node.label ??= emptyNode()) : literalNode(node, segment);
  }
  node.routes.push(route);
}

function literalNode(node: Node, segment: string): Node {
  let next = node.literals.get(segment);
  if (next === undefined) node.literals.set(segment, (next = emptyNode()));
  return next;
}

function emptyNode(): Node {
  return { literals: new Map(), routes: [], greedyRoutes: [] };
}

function sortRoutes(node: Node): void {
  node.routes.sort(byDemand);
  node.greedyRoutes.sort(byDemand);
  for (const next of node.literals.values()) sortRoutes(next);
  if (node.label !== undefined) sortRoutes(node.label);
}

function byDemand(a: RestRoute, b: RestRoute): number {
  return demand(b) - demand(a) || Number(a.operation.model.deprecated ?? 0) - Number(b.operation.model.deprecated ?? 0);
}

function demand({ literals, requiredQuery, requiredHeaders }: RestRoute): number {
  return literals.length * 100 + requiredQuery.length + requiredHeaders.length;
}
