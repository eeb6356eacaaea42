import type { Principal } from '../platform/identity.ts';
import type {
  ExistingResource,
  NameForm,
  ResourceContext,
  ResourceHandler,
  ResourceProperties,
  Settlement,
} from '../platform/resource-handler.ts';
import type { Unit } from '../platform/storage/storage.ts';
import type { Tags } from '../platform/tags.ts';
import type { TestServer } from './test-server.ts';

export interface HarnessOptions {
  /** The stack's tags and CloudFormation's own. Default: those of CloudFormation. */
  tags?: Tags;
  /** Default: `demo` with the resource `Thing`. `cloud-control`: no stack, and so no tags. */
  stack?: ResourceContext['stack'] | 'cloud-control';
  account?: string;
  region?: string;
}

/** A resource as the engine would remember it between its steps. */
export interface HeldResource extends ExistingResource {
  readonly desired: ResourceProperties;
  /** What the handler has answered. */
  readonly answered: ResourceProperties;
}

const stackTags: Tags = {
  'aws:cloudformation:stack-name': 'demo',
  'aws:cloudformation:stack-id': 'arn:aws:cloudformation:us-east-1:000000000000:stack/demo/0a1b',
  'aws:cloudformation:logical-id': 'Thing',
};

/** The steps of one type of resource, each in a unit of its own, without a stack. `ref` names the property that Ref answers. */
export class ResourceHarness {
  readonly #server: TestServer;
  readonly #handler: ResourceHandler;
  readonly #ref: string;
  readonly #options: HarnessOptions;

  constructor(server: TestServer, type: string, ref: string, options: HarnessOptions = {}) {
    const handler = server.platform.resourceHandlers.get(type);
    if (!handler) throw new Error(`no handler for ${type}`);
    this.#server = server;
    this.#handler = handler;
    this.#ref = ref;
    this.#options = options;
  }

  async create(desired: ResourceProperties, tags?: Tags): Promise<HeldResource> {
    const answered = await this.#step((context) => this.#handler.create(desired, context), tags);
    return this.#held(desired, answered, tags);
  }

  read(existing: ExistingResource): Promise<ResourceProperties | undefined> {
    return this.#step((context) => this.#handler.read(existing, context));
  }

  async update(existing: HeldResource, desired: ResourceProperties, tags?: Tags): Promise<HeldResource> {
    const answered = await this.#step(async (context) => {
      if (!this.#handler.update) throw new Error('every change of this type replaces the resource');
      return this.#handler.update(existing, desired, context);
    }, tags);
    return this.#held(desired, { ...existing.answered, ...answered }, tags);
  }

  delete(existing: ExistingResource): Promise<void> {
    return this.#step((context) => this.#handler.delete(existing, context));
  }

  /** Asks once. */
  settle(existing: ExistingResource, step: 'create' | 'update' | 'delete'): Promise<Settlement> {
    return this.#step(async (context) => (await this.#handler.settle?.(existing, step, context)) ?? { state: 'done' });
  }

  list(filter: ResourceProperties = {}): Promise<ResourceProperties[]> {
    return this.#step(async (context) => {
      if (!this.#handler.list) throw new Error('this type cannot be listed');
      return this.#handler.list(context, filter);
    });
  }

  #step<T>(work: (context: ResourceContext) => Promise<T>, tags?: Tags): Promise<T> {
    return this.#server.platform.storage.transact((unit) => work(this.#context(unit, tags)));
  }

  #held(desired: ResourceProperties, answered: ResourceProperties, tags?: Tags): HeldResource {
    const properties = { ...desired, ...answered };
    const physicalId = properties[this.#ref];
    if (typeof physicalId !== 'string') throw new Error(`${this.#ref} is not known: ${JSON.stringify(properties)}`);
    return { physicalId, properties, desired, answered, tags: this.#tags(tags) };
  }

  #tags(tags: Tags | undefined): Tags {
    return tags ?? this.#options.tags ?? (this.#options.stack === 'cloud-control' ? {} : stackTags);
  }

  #context(unit: Unit, tags: Tags | undefined): ResourceContext {
    const { platform, endpoint } = this.#server;
    const { account = '000000000000', region = 'us-east-1' } = this.#options;
    const principal: Principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
    const stack = this.#stack();
    return {
      account,
      region,
      unit,
      endpoint,
      stack,
      clock: platform.clock,
      ids: platform.ids,
      call: platform.callAs({ principal, account, region, calledVia: 'cloudformation.amazonaws.com', unit }),
      tags: this.#tags(tags),
      generatedName: (form) => this.#generatedName(form, stack),
    };
  }

  #stack(): ResourceContext['stack'] {
    const { stack } = this.#options;
    if (stack === 'cloud-control') return undefined;
    return stack ?? { id: stackTags['aws:cloudformation:stack-id'] ?? '', name: 'demo', logicalId: 'Thing' };
  }

  #generatedName(form: NameForm, stack: ResourceContext['stack']): string {
    const { maxLength, lowerCase, suffix = '', stackName = stack?.name, mixedCase } = form;
    const { ids } = this.#server.platform;
    const random = mixedCase ? ids.alphanumeric(12) : ids.lowerAlphanumeric(12).toUpperCase();
    const room = maxLength - random.length - suffix.length;
    const readable = stack ? cutNames(stackName ?? '', stack.logicalId, room) : '';
    const name = `${readable}${random}`;
    return `${lowerCase ? name.toLowerCase() : name}${suffix}`;
  }
}

/** As AWS cuts: half for each, and what one leaves is the other's. */
function cutNames(stack: string, resource: string, room: number): string {
  const letters = room - 2;
  const half = Math.ceil(letters / 2);
  const first = stack.slice(0, Math.max(half, letters - resource.length));
  return `${first}-${resource.slice(0, letters - first.length)}-`;
}
