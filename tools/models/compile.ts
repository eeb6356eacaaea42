import type {
  ErrorTrait,
  Member,
  OperationModel,
  Protocol,
  ServiceIndexEntry,
  ServiceModel,
  Shape,
  TimestampFormat,
  XmlNamespace,
} from '../../packages/server/src/protocol/model.ts';
import { operationStatuses } from './overlay.ts';
import type { ShapeOverlay } from './overlay.ts';
import type { BotocoreMember, BotocoreModel, BotocoreOperation, BotocoreShape } from './sources.ts';

/** Compiles botocore's model of one service into Madang's; `overlay` adds by shape name what botocore lacks. */
export function compileModel(
  service: string,
  source: BotocoreModel,
  overlay: Record<string, ShapeOverlay> = {},
): ServiceModel {
  const compiler = new ModelCompiler(source, overlay);
  const operations: Record<string, OperationModel> = {};
  for (const operation of Object.values(source.operations)) {
    const status = operationStatuses[service]?.[operation.name];
    operations[operation.name] = { ...compiler.operation(operation), ...(status !== undefined && { status }) };
  }
  for (const [name, shape] of Object.entries(source.shapes)) {
    if (shape.exception || shape.error) compiler.shapeIndex(name);
  }
  const namespace = namespaceOf(source.metadata.xmlNamespace)?.uri;
  return defined({
    ...indexEntry(service, source),
    xmlNamespace: namespace,
    operations,
    shapes: compiler.shapes,
    errors: compiler.errors,
  });
}

function indexEntry(service: string, { metadata }: BotocoreModel): ServiceIndexEntry {
  return defined({
    service,
    serviceId: metadata.serviceId,
    apiVersion: metadata.apiVersion,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    endpointPrefix: metadata.endpointPrefix,
    protocols: protocolsOf(service, metadata),
    jsonVersion: metadata.jsonVersion,
    targetPrefix: metadata.targetPrefix,
    queryCompatible: flag(metadata.awsQueryCompatible !== undefined),
  });
}

function protocolsOf(service: string, metadata: BotocoreModel['metadata']): Protocol[] {
  const protocols = (metadata.protocols ?? [metadata.protocol]) as Protocol[];
  // SQS's model lost its first protocol, which old clients and plain curl still speak.
  return service === 'sqs' && !protocols.includes('query') ? [...protocols, 'query'] : protocols;
}

class ModelCompiler {
  readonly shapes: Shape[] = [];
  readonly errors: Record<string, number> = {};
  readonly #source: BotocoreModel;
  readonly #overlay: Record<string, ShapeOverlay>;
  readonly #byName = new Map<string, number>();
  readonly #scalars = new Map<string, number>();

  constructor(source: BotocoreModel, overlay: Record<string, ShapeOverlay>) {
    this.#source = source;
    this.#overlay = overlay;
  }

  operation(source: BotocoreOperation): OperationModel {
    return defined({
      name: source.name,
      method: source.http?.method ?? 'POST',
      uri: source.http?.requestUri ?? '/',
      status: source.http?.responseCode ?? 200,
      input: source.input && this.shapeIndex(source.input.shape),
      output: source.output && this.shapeIndex(source.output.shape),
      inputName: source.input?.locationName,
      inputNamespace: namespaceOf(source.input?.xmlNamespace),
      resultWrapper: source.output?.resultWrapper,
      outputName: source.output?.locationName,
      errors: source.errors?.map((error) => error.shape),
      hostPrefix: source.endpoint?.hostPrefix,
      checksumRequired: flag(source.httpChecksumRequired || source.httpChecksum?.requestChecksumRequired),
      checksumAlgorithmMember: source.httpChecksum?.requestAlgorithmMember,
      anonymous: flag(source.authtype === 'none'),
      deprecated: flag(source.deprecated),
    });
  }

  shapeIndex(name: string): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const source = this.#source.shapes[name];
    if (source === undefined) throw new Error(`model of ${this.#source.metadata.serviceId} lacks shape ${name}`);
    return isScalar(source) ? this.#scalar(name, source) : this.#aggregate(name, source);
  }

  /** Scalars alike in all but their name share one entry. */
  #scalar(name: string, source: BotocoreShape): number {
    const shape = defined({
      type: source.type === 'character' ? 'string' : source.type,
      ...constraintsOf(source),
      timestampFormat: source.timestampFormat as TimestampFormat | undefined,
      streaming: flag(source.streaming),
      jsonValue: flag(source.jsonvalue),
      sensitive: flag(source.sensitive),
    }) as Shape;
    const key = JSON.stringify(shape);
    const index = this.#scalars.get(key) ?? this.shapes.push(shape) - 1;
    this.#scalars.set(key, index);
    this.#byName.set(name, index);
    return index;
  }

  #aggregate(name: string, source: BotocoreShape): number {
    // Registered before its members are compiled, since shapes may refer to themselves.
    const shape = { type: source.type, name } as Shape;
    const index = this.shapes.push(shape) - 1;
    this.#byName.set(name, index);
    Object.assign(shape, this.#aggregateTraits(name, source));
    if (shape.type === 'structure' && shape.error) this.errors[name] = index;
    return index;
  }

  #aggregateTraits(name: string, source: BotocoreShape): object {
    if (source.type === 'list') {
      return defined({
        member: this.#member(source.member),
        flattened: flag(source.flattened),
        ...constraintsOf(source),
      });
    }
    if (source.type === 'map') {
      return defined({
        key: this.#member(source.key),
        value: this.#member(source.value),
        flattened: flag(source.flattened),
        ...constraintsOf(source),
      });
    }
    if (source.type !== 'structure') throw new Error(`unknown type ${source.type} of shape ${name}`);
    const members: Record<string, Member> = {};
    for (const [memberName, member] of Object.entries(source.members ?? {})) members[memberName] = this.#member(member);
    return defined({
      members,
      required: source.required?.length ? source.required : undefined,
      payload: source.payload,
      union: flag(source.union),
      document: flag(source.document),
      eventStream: flag(source.eventstream),
      event: flag(source.event),
      locationName: this.#overlay[name]?.xmlName ?? source.locationName,
      xmlNamespace: namespaceOf(source.xmlNamespace),
      error: source.exception || source.error ? this.#errorTrait(name, source) : undefined,
    });
  }

  #errorTrait(name: string, source: BotocoreShape): ErrorTrait {
    const overlay = this.#overlay[name];
    const fault = source.fault ?? source.error?.fault;
    return defined({
      code: overlay?.queryError?.[0] ?? source.error?.code ?? name,
      status: overlay?.status ?? source.error?.httpStatusCode ?? (fault ? 500 : 400),
      fault: flag(fault),
    });
  }

  #member(source: BotocoreMember | undefined): Member {
    if (source === undefined) throw new Error('aggregate shape without a member');
    return defined({
      shape: this.shapeIndex(source.shape),
      name: source.locationName,
      location: source.location as Member['location'],
      queryName: source.queryName,
      flattened: flag(source.flattened),
      xmlAttribute: flag(source.xmlAttribute),
      xmlNamespace: namespaceOf(source.xmlNamespace),
      streaming: flag(source.streaming),
      timestampFormat: source.timestampFormat as TimestampFormat | undefined,
      jsonValue: flag(source.jsonvalue),
      idempotencyToken: flag(source.idempotencyToken),
      hostLabel: flag(source.hostLabel),
      eventPayload: flag(source.eventpayload),
      eventHeader: flag(source.eventheader),
    });
  }
}

function isScalar(source: BotocoreShape): boolean {
  return source.type !== 'structure' && source.type !== 'list' && source.type !== 'map';
}

function constraintsOf(source: BotocoreShape) {
  return { min: source.min, max: source.max, pattern: source.pattern, enum: source.enum };
}

function namespaceOf(source: string | { uri: string; prefix?: string } | undefined): XmlNamespace | undefined {
  return typeof source === 'string' ? { uri: source } : source;
}

function flag(value: boolean | undefined): true | undefined {
  return value ? true : undefined;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without its undefined members. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
