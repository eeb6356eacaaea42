import { createRandom } from '../crash/random.ts';
import type { Random } from '../crash/random.ts';
import { signedHeaders } from '../support/sigv4.ts';
import type { Keys } from '../support/server.ts';
import { brokenBytes } from './broken-bytes.ts';
import { encodeRequest } from './encode.ts';
import type { Operation, Service } from './model.ts';
import { mutateRequest } from './request-mutations.ts';
import { sampleInput } from './sample.ts';
import { mutateInput } from './value-mutations.ts';
import type { Kind } from './value-mutations.ts';
import { requestBytes, setHeader } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

export interface FuzzRequest {
  /** Service, operation, protocol and what was done to the request. */
  title: string;
  bytes: Buffer;
  /** The request is whole: it gets exactly one answer. */
  isWhole: boolean;
  method: string;
}

export interface Corpus {
  /**
   * The same for the same seed and index, but for the time in signatures. Negative indexes have a request for each
   * operation in each of its protocols, as a client would send it: -1 is the first.
   */
  request(index: number): FuzzRequest;
  operations: number;
}

/** Services of this version, and how often each is chosen; all others share the rest. */
const favourites: [string, number][] = [
  ['sqs', 0.25],
  ['iam', 0.2],
  ['cloudformation', 0.2],
  ['cloudcontrol', 0.05],
  ['sts', 0.05],
];

/** With `keys` most requests carry a signature that is right. */
export function createCorpus(services: readonly Service[], seed: number, keys?: Keys): Corpus {
  const others = services.filter(({ service }) => !favourites.some(([name]) => name === service));
  const chooseService = (random: Random): Service => {
    let chance = random.fraction();
    for (const [name, share] of favourites) {
      const service = services.find((each) => each.service === name);
      if (service !== undefined && chance < share) return service;
      chance -= share;
    }
    return random.pick(others);
  };
  const operations = services.flatMap((service) =>
    Object.values(service.operations).flatMap((operation) =>
      service.protocols.map((protocol) => ({ service, operation, protocol })),
    ),
  );
  return {
    operations: operations.length,
    request(index) {
      const random = createRandom(seed * 1_000_003 + index);
      const wellFormed = index < 0 ? operations[-1 - index] : undefined;
      if (wellFormed !== undefined) return wellFormedRequest(wellFormed, random, keys);
      if (random.chance(1 / 5000)) return resetRequest(random);
      const service = chooseService(random);
      return fuzzRequest(service, random.pick(Object.values(service.operations)), random, keys);
    },
  };
}

interface OperationCall {
  service: Service;
  operation: Operation;
  protocol: string;
}

function wellFormedRequest(
  { service, operation, protocol }: OperationCall,
  random: Random,
  keys: Keys | undefined,
): FuzzRequest {
  const request = encodeRequest(service, operation, protocol, sampleInput(service, operation.input, random));
  if (keys !== undefined) sign(request, service, keys);
  return {
    title: `${service.service} ${operation.name} ${protocol}`,
    bytes: requestBytes(request),
    isWhole: true,
    method: request.method,
  };
}

/** Starts afresh: other requests then meet a server without queues and users. */
function resetRequest(random: Random): FuzzRequest {
  const method = random.chance(0.8) ? 'POST' : 'PUT';
  const bytes = requestBytes({
    method,
    target: '/_madang/reset',
    headers: [['host', '127.0.0.1']],
    body: Buffer.alloc(0),
  });
  return { title: 'control reset', bytes, isWhole: true, method };
}

function fuzzRequest(service: Service, operation: Operation, random: Random, keys: Keys | undefined): FuzzRequest {
  const protocol = random.pick(service.protocols);
  const input = sampleInput(service, operation.input, random);
  const done: string[] = [];
  if (random.chance(0.55)) {
    mutateInput(input, membersOf(service, operation), random);
    done.push('values');
  }
  const request = encodeRequest(service, operation, protocol, input);
  if (keys !== undefined && random.chance(0.85)) sign(request, service, keys);
  const breaks = random.chance(0.06);
  if (!breaks && random.chance(done.length === 0 ? 0.8 : 0.15)) done.push(mutateRequest(request, random));
  const title = `${service.service} ${operation.name} ${protocol}`;
  const { method } = request;
  if (!breaks) return { title: `${title} [${done.join(', ')}]`, bytes: requestBytes(request), isWhole: true, method };
  const { what, bytes } = brokenBytes(request, random);
  return { title: `${title} [${[...done, what].join(', ')}]`, bytes, isWhole: false, method };
}

function membersOf(service: Service, { input }: Operation): Record<string, Kind> {
  const members = Object.entries((input === undefined ? undefined : service.shapes[input]?.members) ?? {});
  const isNumber = /^(integer|long|float|double)$/;
  return Object.fromEntries(
    members.map(([name, { shape }]) => {
      const type = service.shapes[shape]?.type ?? '';
      return [name, isNumber.test(type) ? 'number' : type];
    }),
  );
}

function sign(request: WireRequest, service: Service, keys: Keys): void {
  const body = request.body.toString();
  const url = `http://127.0.0.1${request.target}`;
  if (!URL.canParse(url) || !Buffer.from(body).equals(request.body)) return;
  const { method } = request;
  const target = request.headers.filter(([name]) => name === 'x-amz-target');
  const headers = signedHeaders({
    method,
    url,
    service: service.signingName,
    body,
    keys,
    headers: Object.fromEntries(target),
  });
  for (const [name, value] of Object.entries(headers)) setHeader(request, name, value);
}
