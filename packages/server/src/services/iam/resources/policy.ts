import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { documentText, formerProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { gone, parseDocument } from './answers.ts';
import { holderCalls } from './holder-calls.ts';
import type { PolicyTarget } from './policy-targets.ts';
import { requireTargets, targetProperties, targetsGone, targetsOf } from './policy-targets.ts';

interface PolicyProperties {
  Id?: string;
  PolicyName: string;
  PolicyDocument: unknown;
}

/** AWS abbreviates here: `CDKTo-File-3XLF9YKXEMX0`. */
const longestId = 23;

/** AWS::IAM::Policy: one inline policy, embedded in roles, users and groups. */
export const policyResource: ResourceHandler = {
  async create(desired, context) {
    const { PolicyName, PolicyDocument } = propertiesOf(desired);
    const targets = targetsOf(desired);
    requireTargets(targets);
    const text = documentText(PolicyDocument);
    for (const { kind, name } of targets) await holderCalls[kind].put(context.call.iam, name, PolicyName, text);
    return { Id: context.generatedName({ maxLength: longestId }) };
  },

  /** Nothing in IAM has the identifier: it is what the targets have that tells whether the policy is there. */
  async read({ properties }, context) {
    const { Id, PolicyName } = propertiesOf(properties);
    const holders: PolicyTarget[] = [];
    let document: string | undefined;
    for (const target of targetsOf(properties)) {
      const found = await unlessGone(holderCalls[target.kind].get(context.call.iam, target.name, PolicyName), gone);
      if (!found) continue;
      holders.push(target);
      document ??= found.PolicyDocument;
    }
    if (document === undefined) return undefined;
    return { Id, PolicyName, PolicyDocument: parseDocument(document), ...targetProperties(holders) };
  },

  async update(existing, desired, context) {
    const { iam } = context.call;
    const { PolicyName, PolicyDocument } = propertiesOf(desired);
    const former = await formerProperties(policyResource, existing, context);
    const targets = targetsOf(desired);
    requireTargets(targets);
    const text = documentText(PolicyDocument);
    for (const { kind, name } of targets) await holderCalls[kind].put(iam, name, PolicyName, text);
    const { PolicyName: formerName } = propertiesOf(former);
    const dropped = formerName === PolicyName ? targetsGone(targetsOf(former), targets) : targetsOf(former);
    for (const { kind, name } of dropped) await unlessGone(holderCalls[kind].remove(iam, name, formerName), gone);
  },

  async delete({ properties }, context) {
    const { PolicyName } = propertiesOf(properties);
    for (const { kind, name } of targetsOf(properties)) {
      await unlessGone(holderCalls[kind].remove(context.call.iam, name, PolicyName), gone);
    }
  },
};

function propertiesOf(properties: ResourceProperties): PolicyProperties {
  return properties as unknown as PolicyProperties;
}
