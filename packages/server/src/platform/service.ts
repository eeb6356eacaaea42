import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ServiceOperations } from '../../generated/types/index.ts';
import type { Blobs } from './blobs.ts';
import type { BodyStream } from './body-stream.ts';
import type { Clock } from './clock.ts';
import type { CloudEvent, EventBus } from './events.ts';
import type { CredentialSource, PolicySource, Principal } from './identity.ts';
import type { Ids } from './ids.ts';
import type { Jobs } from './jobs.ts';
import type { Logger } from './log.ts';
import type { ResourceHandler } from './resource-handler.ts';
import type { Reader, Storage, Table, TransactOptions, Unit } from './storage/storage.ts';

export type ServiceName = keyof ServiceOperations;

/**
 * What Madang does for an operation or a resource type; shown in docs/coverage.md and by `madang coverage`. A
 * `refused` operation answers an error that says why it can have no meaning here.
 */
export type Realism = 'runs' | 'state only' | 'recorded' | 'refused';

export type Handler<Input, Output, Context> = (input: Input, context: Context) => Promise<Output>;

type AnyOperations = Record<string, { input: never; output: unknown }>;

export type Handlers<Operations, Context> = {
  [Name in keyof Operations]: Operations[Name] extends { input: infer Input; output: infer Output }
    ? Handler<Input, Output, Context>
    : never;
};

/** Typed in-process calls to every service: validated and authorised like a request over the wire. */
export type Calls = {
  [Service in ServiceName]: {
    [Name in keyof ServiceOperations[Service]]: ServiceOperations[Service][Name] extends {
      input: infer Input;
      output: infer Output;
    }
      ? (input: Input) => Promise<Output>
      : never;
  };
};

export interface CallOptions {
  principal: Principal;
  account: string;
  region: string;
  /** Global and service condition keys beside those of the principal: `aws:SourceArn`, `aws:SourceAccount`. */
  conditions?: Record<string, string | string[]>;
  /** The service that makes the call for the principal: `cloudformation.amazonaws.com`. It may set tags under `aws:`. */
  calledVia?: string;
  /**
   * The call joins this unit of work instead of running one of its own: it takes effect with the unit or not at all.
   * What `unmanaged` operations do is not part of it.
   */
  unit?: Unit;
}

/** What the whole process shares; jobs and event subscribers get it as it is, with an account and region. */
export interface Platform {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly events: EventBus;
  readonly ids: Ids;
  readonly blobs: Blobs;
  readonly log: Logger;
  /** CloudFormation's resource types that a service here handles, by name: `AWS::SQS::Queue`. */
  readonly resourceHandlers: ReadonlyMap<string, ResourceHandler>;
  /** Where the schemas of all resource types are: `engines/cloudformation/schema` reads them. */
  readonly resourceTypeDirectory: URL;
  /** Types that could only be recorded are refused. */
  readonly strictResources: boolean;
  /** Calls to services in the name of a principal. */
  callAs(options: CallOptions): Calls;
}

export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** What a handler is given for one request. */
export interface RequestContext extends Scope {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly principal: Principal;
  readonly requestId: string;
  /** Base of URLs that point back to this server as the client sees it: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Condition keys of this request: aws:SourceIp, aws:SecureTransport, ... */
  readonly conditions: Record<string, string | string[]>;
  /** Name of the wire protocol, or `in-process`. */
  readonly protocol: string;
  /** The service that makes this call in process for the principal, with its right to tags under `aws:`. */
  readonly calledVia: string | undefined;
  /** HTTP headers in lower case; empty for calls in process. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Fires when the client has gone or the server stops: a long poll ends. */
  readonly signal: AbortSignal;
  /** The unit of work of this request, committed when the handler returns. Throws in an operation listed as `unmanaged`. */
  readonly unit: Unit;
  /** For reads before the operation, such as its access rules': the unit that a call has joined, or else the storage. */
  readonly reader: Reader;
  /** A unit of its own, for operations that are `unmanaged`. */
  transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** The unit that the caller has lent, or else one of its own: the part of an `unmanaged` operation that must join. */
  join<T>(work: (unit: Unit) => Promise<T>): Promise<T>;
  /** Calls to other services as the principal of this request. */
  readonly call: Calls;
}

export interface JobContext extends Scope {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly jobId: string;
  /** 1 at the first try. */
  readonly attempt: number;
}

export interface JobDefinition {
  /** Tries before the job goes to the dead-letter state. A crash does not count as a try. Default 10. */
  maxAttempts?: number;
  /** Delay before try n+1; default: doubling from one second up to five minutes. */
  retryDelayMs?: (attempt: number) => number;
  run(payload: never, context: JobContext): Promise<void>;
}

/** The IAM side of an operation, where the default (action `service:Operation` on `*`) does not fit. */
export interface AccessRule<Input> {
  /** Actions that are all required; default: `<prefix>:<Operation>`. */
  actions?: readonly string[] | ((input: Input) => readonly string[]);
  /** ARNs that the actions are required on; default `*`. */
  resources?: (input: Input, context: RequestContext) => readonly string[] | Promise<readonly string[]>;
  /** Service and resource condition keys of this request: `aws:RequestTag/team`, `aws:ResourceTag/team`, `sqs:...`. */
  conditions?: (input: Input, context: RequestContext) => Promise<Record<string, string | string[]>>;
  /** The policy attached to the resource, as JSON text, and the account that owns it. */
  resourcePolicy?: (input: Input, context: RequestContext) => Promise<ResourcePolicy | undefined>;
  /** What the request needs on other resources as well: on the queue that messages are moved to. */
  further?: (input: Input, context: RequestContext) => Promise<FurtherAccess[]>;
  /** ARNs of roles that the request hands to a service, each needing iam:PassRole. */
  passedRoles?: (input: Input, context: RequestContext) => PassedRole[] | Promise<PassedRole[]>;
  /** `none`: any authenticated caller may; `anonymous`: even without credentials. */
  permission?: 'required' | 'none' | 'anonymous';
}

export interface FurtherAccess {
  action: string;
  /** An ARN. */
  resource: string;
  conditions?: Record<string, string | string[]>;
  resourcePolicy: ResourcePolicy | undefined;
}

export interface PassedRole {
  role: string;
  /** The service that gets it: `ec2.amazonaws.com`. */
  service: string;
}

export interface ResourcePolicy {
  document: string;
  account: string;
  /** The policy alone decides, identity policies included only by delegation: role trust policies, KMS key policies. */
  authoritative?: true;
}

export type AccessRules<Operations> = {
  [Name in keyof Operations]?: Operations[Name] extends { input: infer Input; output: unknown }
    ? AccessRule<Input>
    : never;
};

/** The head of a request that no operation of a model describes: a preflight, a browser's form, a page of a website. */
export interface WebRequestHead {
  method: string;
  /** Still percent-encoded, without the query; the bucket of a virtual host is its first segment. */
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  /** Without the port, in lower case. */
  host: string;
}

export interface WebRequest extends WebRequestHead {
  body: Readable;
}

export interface WebResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | BodyStream;
}

/** What a form says of the one who signed it. */
export interface FormSignature {
  /** The text that was signed: a form's policy, in base64. */
  text: string;
  /** `AKIA.../20261122/us-east-1/s3/aws4_request` */
  credential: string;
  /** `20261122T101112Z` */
  date: string;
  signature: string;
  sessionToken?: string;
}

/** The same in version 2, which boto3 still writes in some regions. */
export interface LegacyFormSignature {
  text: string;
  accessKeyId: string;
  signature: string;
  sessionToken?: string;
}

export interface WebContext {
  readonly platform: Platform;
  readonly requestId: string;
  readonly endpoint: string;
  readonly conditions: Record<string, string | string[]>;
  readonly signal: AbortSignal;
  /** Who calls, by the headers or the query. */
  identify(): Promise<{ principal: Principal; region: string }>;
  identifyForm(signature: FormSignature | LegacyFormSignature): Promise<{ principal: Principal; region: string }>;
}

/** What a service answers on HTTP beside the operations of its model. */
export interface WebRoutes {
  /** Asked of every request before it is routed, and so must be cheap. */
  claims(request: WebRequestHead): boolean;
  /** Errors that it throws are answered in the protocol of the service. */
  answer(request: WebRequest, context: WebContext): Promise<WebResponse>;
  /** Headers that let a page of another origin read the answer to an operation. */
  crossOriginHeaders?(request: WebRequestHead, platform: Platform): Promise<Record<string, string> | undefined>;
}

/** One AWS API, declared as data. `services/index.ts` lists them; `cloud.ts` wires them. */
export interface ServiceDefinition<
  Name extends ServiceName = ServiceName,
  Context = unknown,
  Operations = ServiceOperations[Name],
> {
  readonly name: Name;
  /** Prefix of its IAM actions where it is not the signing name: `sqs`. */
  readonly actionPrefix?: string;
  readonly operations: Partial<Handlers<Operations, Context>>;
  /** What handlers get for one request: stores over the request's unit, clock, ids. Must be cheap. */
  readonly context: (request: RequestContext) => Context;
  readonly access?: AccessRules<Operations>;
  readonly tables: readonly Table<never>[];
  /** Operations that wait or stream, and so run their own units. */
  readonly unmanaged?: readonly (keyof Operations)[];
  /** Operations that do less than AWS's; all others run. */
  readonly realism?: { readonly [K in keyof Operations]?: Realism };
  /** How CloudFormation and Cloud Control handle this service's types of resources, by name: `AWS::SQS::Queue`. */
  readonly resourceTypes?: Readonly<Record<string, ResourceHandler>>;
  /** Durable work, by name; the job type is `<service>.<name>`. */
  readonly jobs?: Readonly<Record<string, JobDefinition>>;
  /** Facts of other services that this one reacts to, by event type. */
  readonly subscriptions?: Readonly<Record<string, (event: CloudEvent<never>, context: JobContext) => Promise<void>>>;
  readonly credentials?: (platform: Platform) => CredentialSource;
  readonly policies?: (platform: Platform) => PolicySource;
  readonly web?: WebRoutes;
  /** Which of these blobs the service's rows refer to: others are removed, after a while, when the server starts. */
  readonly referencedBlobs?: (reader: Reader, blobs: readonly string[]) => Promise<readonly string[]>;
  /** Runs once at start, before the first request: rows that must exist, in a unit. */
  readonly seed?: (platform: Platform, account: string) => Promise<void>;
}

/** Keeps the literal types of a definition while checking it. */
export function defineService<Name extends ServiceName, Context>(
  definition: ServiceDefinition<Name, Context>,
): ServiceDefinition<Name, Context> {
  return definition;
}

/** A service whose context type is not known any more, as the gateway handles it. */
export type AnyService = Omit<ServiceDefinition<ServiceName, never, AnyOperations>, 'context'> & {
  readonly context: (request: RequestContext) => unknown;
};
