import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import { documentText, listChanges, unlessGone } from '../../../platform/resource-steps.ts';
import type { HolderKind } from '../model/entity.ts';
import { gone, type IamCalls, parseDocument } from './answers.ts';
import { holderCalls } from './holder-calls.ts';

/** The properties that roles, users and groups have for their policies. */
interface PolicyProperties {
  ManagedPolicyArns?: string[];
  Policies?: { PolicyName: string; PolicyDocument: unknown }[];
}

/** The policies of a role, user or group, as its own properties have them. */
export class HolderPolicies {
  readonly #kind: HolderKind;
  readonly #iam: IamCalls;
  readonly #name: string;

  constructor(kind: HolderKind, name: string, { iam }: { iam: IamCalls }) {
    this.#kind = kind;
    this.#iam = iam;
    this.#name = name;
  }

  /** Those that others have attached stay. */
  async change(former: ResourceProperties, desired: ResourceProperties): Promise<void> {
    const calls = holderCalls[this.#kind];
    const before = former as PolicyProperties;
    const after = desired as PolicyProperties;
    const arns = listChanges(before.ManagedPolicyArns, after.ManagedPolicyArns);
    for (const arn of arns.removed) await unlessGone(calls.detach(this.#iam, this.#name, arn), gone);
    for (const arn of arns.added) await calls.attach(this.#iam, this.#name, arn);
    const texts = inlineTexts(before);
    const wanted = inlineTexts(after);
    for (const name of texts.keys()) {
      if (!wanted.has(name)) await unlessGone(calls.remove(this.#iam, this.#name, name), gone);
    }
    for (const [name, text] of wanted) {
      if (texts.get(name) !== text) await calls.put(this.#iam, this.#name, name, text);
    }
  }

  async read(): Promise<ResourceProperties> {
    const calls = holderCalls[this.#kind];
    const ManagedPolicyArns = await calls.attached(this.#iam, this.#name);
    const names = await calls.inline(this.#iam, this.#name);
    const Policies = await Promise.all(
      names.map(async (PolicyName) => {
        const { PolicyDocument } = await calls.get(this.#iam, this.#name, PolicyName);
        return { PolicyName, PolicyDocument: parseDocument(PolicyDocument) };
      }),
    );
    return {
      ...(ManagedPolicyArns.length > 0 && { ManagedPolicyArns }),
      ...(Policies.length > 0 && { Policies }),
    };
  }
}

function inlineTexts({ Policies = [] }: PolicyProperties): Map<string, string> {
  return new Map(Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, documentText(PolicyDocument)]));
}
