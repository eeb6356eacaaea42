import type { Clock } from '../platform/clock.ts';
import type { Principal } from '../platform/identity.ts';
import type { CallOptions, Calls, Platform, RequestContext } from '../platform/service.ts';
import type { Reader, TransactOptions, Unit } from '../platform/storage/storage.ts';

/** Facts of one request, however it arrived. */
export interface RequestFacts {
  account: string;
  region: string;
  principal: Principal;
  requestId: string;
  endpoint: string;
  /** Built only where a policy is evaluated. */
  conditions: () => Record<string, string | string[]>;
  protocol: string;
  headers: RequestContext['headers'];
  /** Made only for operations that wait. */
  signal: () => AbortSignal;
  calledVia?: string | undefined;
  /** The unit of the caller, which this request takes part in. */
  joined?: Unit | undefined;
}

/** The context of one request; a class so that the hot path allocates one object and no closures. */
export class GatewayContext implements RequestContext {
  readonly platform: Platform;
  readonly #facts: RequestFacts;
  #unit: Unit | undefined;
  #signal: AbortSignal | undefined;

  constructor(platform: Platform, facts: RequestFacts) {
    this.platform = platform;
    this.#facts = facts;
  }

  get account(): string {
    return this.#facts.account;
  }

  get region(): string {
    return this.#facts.region;
  }

  get clock(): Clock {
    return this.platform.clock;
  }

  get principal(): Principal {
    return this.#facts.principal;
  }

  get requestId(): string {
    return this.#facts.requestId;
  }

  get endpoint(): string {
    return this.#facts.endpoint;
  }

  get conditions(): Record<string, string | string[]> {
    return this.#facts.conditions();
  }

  get protocol(): string {
    return this.#facts.protocol;
  }

  get calledVia(): string | undefined {
    return this.#facts.calledVia;
  }

  get headers(): RequestContext['headers'] {
    return this.#facts.headers;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#facts.signal());
  }

  get unit(): Unit {
    if (this.#unit === undefined) throw new Error('an unmanaged operation has no unit of its own: use transact');
    return this.#unit;
  }

  get reader(): Reader {
    return this.#unit ?? this.#facts.joined ?? this.platform.storage;
  }

  /** Runs the handler in a unit: the caller's, where it has lent one, or its own. */
  managed<T>(handle: (context: GatewayContext) => Promise<T>): Promise<T> {
    return this.join((unit) => handle(this.within(unit)));
  }

  /** The same request inside a unit of work; a new one for each try of the unit. */
  within(unit: Unit): GatewayContext {
    const context = new GatewayContext(this.platform, this.#facts);
    context.#unit = unit;
    return context;
  }

  transact<T>(work: (unit: Unit) => Promise<T>, options?: TransactOptions): Promise<T> {
    return this.platform.storage.transact(work, options);
  }

  join<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    const { joined } = this.#facts;
    return joined === undefined ? this.transact(work) : work(joined);
  }

  get call(): Calls {
    const { principal, account, region, joined, calledVia } = this.#facts;
    const options: CallOptions = {
      principal,
      account,
      region,
      ...(joined && { unit: joined }),
      ...(calledVia !== undefined && { calledVia }),
    };
    return this.platform.callAs(options);
  }
}
