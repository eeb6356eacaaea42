import type { ChangeSet } from '../model/change-set.ts';
import type { ReviewRequest, StackTarget } from '../stack-operation/request.ts';

/** A stack without resources, which is there to be named by the change set. */
export function reviewRequest(
  changeSet: ChangeSet,
  template: StackTarget['template'],
  parent?: ReviewRequest['parent'],
): ReviewRequest {
  const { tags, capabilities, notificationArns, rollbackConfiguration } = changeSet;
  return {
    name: changeSet.stackName,
    stackId: changeSet.stackId,
    target: {
      template,
      parameters: new Map(changeSet.parameters.map((value) => [value.name, value])),
      tags,
      capabilities,
      notificationArns,
      rollbackConfiguration,
    },
    principal: changeSet.principal,
    roleArn: changeSet.roleArn,
    clientToken: changeSet.clientToken,
    changeSetId: changeSet.changeSetId,
    parent,
  };
}
