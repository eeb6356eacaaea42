import type { CreateChangeSetInput } from '../../../../generated/types/cloudformation.ts';
import type { ResourceContext, ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { resourceTags } from '../../../platform/resource-handler.ts';
import { presentProperties, unlessGone } from '../../../platform/resource-steps.ts';
import { isSystemTag } from '../../../platform/tags.ts';

const askAgainInMs = 200;

/** AWS::CloudFormation::ChangeSet: one that is left to be executed; every change of it makes another. */
export const changeSetResource: ResourceHandler = {
  async create(desired, context) {
    const Tags = resourceTags(desired['Tags'], context).filter(({ Key }) => !isSystemTag(Key));
    const input = { ...desired, ...(Tags.length > 0 && { Tags }) } as unknown as CreateChangeSetInput;
    const { Id, StackId } = await context.call.cloudformation.CreateChangeSet(input);
    return { ChangeSetId: Id, StackId, CreationTime: new Date(context.clock.now()).toISOString() };
  },

  async read({ properties }, context) {
    const found = await describe(properties, context);
    if (found === undefined) return undefined;
    return presentProperties({
      ChangeSetId: found.ChangeSetId,
      ChangeSetName: found.ChangeSetName,
      StackId: found.StackId,
      StackName: properties['StackName'] ?? found.StackName,
      Description: found.Description,
      CreationTime: found.CreationTime?.toISOString(),
      Capabilities: properties['Capabilities'],
      Tags: properties['Tags'],
    });
  },

  async delete({ properties }, { call }) {
    const ChangeSetName = String(properties['ChangeSetId']);
    await unlessGone(call.cloudformation.DeleteChangeSet({ ChangeSetName }), 'ChangeSetNotFoundException');
  },

  async settle({ properties }, step, context) {
    const found = step === 'create' ? await describe(properties, context) : undefined;
    if (found?.Status === 'FAILED')
      return { state: 'failed', reason: found.StatusReason ?? 'The change set has failed.' };
    const isDone = found === undefined || found.Status === 'CREATE_COMPLETE';
    return isDone ? { state: 'done' } : { state: 'waiting', askAgainInMs };
  },
};

function describe({ ChangeSetId }: ResourceProperties, { call }: ResourceContext) {
  const ChangeSetName = String(ChangeSetId);
  return unlessGone(call.cloudformation.DescribeChangeSet({ ChangeSetName }), 'ChangeSetNotFoundException');
}
