import type { StackEvent } from '../aws/cloudformation.ts';

type Recorded = readonly [seconds: number, logicalId: string, type: string, status: string, reason?: string];

/** Events of a stack as AWS tells them, oldest first; the stack itself is the logical id that is the stack's name. */
export function recordedEvents(stackName: string, lines: readonly Recorded[]): StackEvent[] {
  const stackId = stackIdOf(stackName);
  return lines.map(([seconds, logicalId, type, status, reason], index) => ({
    EventId: `${stackName}-${index}`,
    StackId: stackId,
    StackName: stackName,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId(stackName, logicalId, type),
    ResourceType: type,
    ResourceStatus: status,
    ResourceStatusReason: reason,
    Timestamp: new Date(2026, 10, 22, 12, 0, 0, seconds * 1000),
  }));
}

export function stackIdOf(stackName: string): string {
  return `arn:aws:cloudformation:us-east-1:000000000000:stack/${stackName}/1`;
}

function physicalId(stackName: string, logicalId: string, type: string): string {
  if (type === 'AWS::CloudFormation::Stack') return stackIdOf(logicalId);
  return `${stackName}-${logicalId}`;
}

const stack = 'AWS::CloudFormation::Stack';
const queue = 'AWS::SQS::Queue';
const topic = 'AWS::SNS::Topic';

/** The second of three resources fails, the third is given up, and all is rolled back. */
export const failedCreation = recordedEvents('shop', [
  [0, 'shop', stack, 'REVIEW_IN_PROGRESS', 'User Initiated'],
  [1, 'shop', stack, 'CREATE_IN_PROGRESS', 'User Initiated'],
  [1.01, 'Orders', queue, 'CREATE_IN_PROGRESS'],
  [1.01, 'Failed', queue, 'CREATE_IN_PROGRESS'],
  [1.01, 'News', topic, 'CREATE_IN_PROGRESS'],
  [1.02, 'Orders', queue, 'CREATE_IN_PROGRESS', 'Resource creation Initiated'],
  [1.25, 'Orders', queue, 'CREATE_COMPLETE'],
  [1.3, 'Failed', queue, 'CREATE_FAILED', 'Invalid value for the parameter VisibilityTimeout.'],
  [1.31, 'News', topic, 'CREATE_FAILED', 'Resource creation cancelled'],
  [1.32, 'shop', stack, 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [News, Failed].'],
  [1.4, 'Orders', queue, 'DELETE_IN_PROGRESS'],
  [1.41, 'News', topic, 'DELETE_COMPLETE'],
  [1.41, 'Failed', queue, 'DELETE_COMPLETE'],
  [2.4, 'Orders', queue, 'DELETE_COMPLETE'],
  [2.5, 'shop', stack, 'ROLLBACK_COMPLETE'],
]);

/** A stack in a stack, in which one resource fails. */
export const failedNestedCreation = [
  ...recordedEvents('parent', [
    [0, 'parent', stack, 'CREATE_IN_PROGRESS', 'User Initiated'],
    [0.1, 'Orders', queue, 'CREATE_IN_PROGRESS'],
    [0.1, 'child', stack, 'CREATE_IN_PROGRESS'],
  ]),
  ...recordedEvents('child', [
    [0.2, 'child', stack, 'CREATE_IN_PROGRESS'],
    [0.3, 'News', topic, 'CREATE_IN_PROGRESS'],
    [0.4, 'News', topic, 'CREATE_FAILED', 'Invalid parameter: Topic Name'],
    [0.5, 'child', stack, 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [News].'],
    [0.6, 'child', stack, 'ROLLBACK_COMPLETE'],
  ]),
  ...recordedEvents('parent', [
    [0.7, 'child', stack, 'CREATE_FAILED', 'Embedded stack was not successfully created'],
    [0.7, 'Orders', queue, 'CREATE_FAILED', 'Resource creation cancelled'],
    [0.8, 'parent', stack, 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [child, Orders].'],
    [0.9, 'Orders', queue, 'DELETE_COMPLETE'],
    [1, 'parent', stack, 'ROLLBACK_COMPLETE'],
  ]),
];
