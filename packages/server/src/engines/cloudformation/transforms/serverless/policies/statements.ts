import type { Fields } from '../kernel/values.ts';

const VERSION = '2012-10-17';

export function allow(action: unknown, resource: unknown): Fields {
  return { Action: action, Effect: 'Allow', Resource: resource };
}

export function assumableBy(service: string): Fields {
  return {
    Version: VERSION,
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
}

function rolePolicy(name: string, ...statements: Fields[]): Fields {
  return { PolicyName: name, PolicyDocument: { Statement: statements } };
}

export function startExecutionPolicy(id: string, stateMachine: unknown): Fields {
  return rolePolicy(`${id}StartExecutionPolicy`, allow('states:StartExecution', stateMachine));
}

export function deadLetterPolicy(action: unknown, target: unknown): Fields {
  return {
    PolicyName: 'DeadLetterQueuePolicy',
    PolicyDocument: { Version: VERSION, Statement: [allow(action, target)] },
  };
}

export const sendMessagePolicy = (id: string, queue: unknown): Fields =>
  rolePolicy(`${id}SQSPolicy`, allow('sqs:SendMessage', queue));

export const publishPolicy = (id: string, topic: unknown): Fields =>
  rolePolicy(`${id}SNSPolicy`, allow('sns:publish', topic));

export const putEventsPolicy = (id: string, bus: unknown): Fields =>
  rolePolicy(`${id}EventBridgePolicy`, allow('events:PutEvents', bus));

export const invokeFunctionPolicy = (id: string, target: unknown): Fields =>
  rolePolicy(`${id}LambdaPolicy`, allow('lambda:InvokeFunction', target));

export function putPayloadPolicy(id: string, bucket: unknown): Fields {
  const objects = { 'Fn::Join': ['/', [bucket, '*']] };
  return rolePolicy(`${id}S3Policy`, allow('s3:PutObject', objects), allow('s3:ListBucket', bucket));
}

/** The policy of a queue that lets a source, known by its ARN, send to it. */
export function queuePolicyDocument(queue: unknown, source: unknown, principal: unknown): Fields {
  return {
    Version: VERSION,
    Statement: [
      {
        ...allow('sqs:SendMessage', queue),
        Principal: principal,
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    ],
  };
}
