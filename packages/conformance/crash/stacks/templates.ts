/** Templates of forty resources, and what a stack of each must look like. */
export interface Version {
  name: 'first' | 'second' | 'failing';
  body: string;
}

type Resource = { Type: string; Properties?: object; DependsOn?: string };

/** Ten of each of four types; the second version changes, replaces, removes and adds some of each kind of change. */
export function templateOf(stack: string, name: Version['name']): Version {
  const later = name !== 'first';
  const resources: Record<string, Resource> = {};
  for (let index = 0; index < 10; index++) {
    // Half of the names are chosen: a new one replaces the topic, and may be given only once.
    const TopicName = `${stack}-topic-${index}-${later && index < 3 ? 'b' : 'a'}`;
    resources[`Topic${index}`] = {
      Type: 'AWS::SNS::Topic',
      ...(index < 5 && { Properties: { TopicName } }),
    };
    resources[`Queue${index}`] = {
      Type: 'AWS::SQS::Queue',
      DependsOn: `Topic${index}`,
      Properties: { VisibilityTimeout: later && index < 4 ? 60 : 30 },
    };
    resources[`Role${index}`] = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
    resources[`Parameter${index}`] = {
      Type: 'AWS::SSM::Parameter',
      Properties: {
        Name: `${stack}-parameter-${index}`,
        Type: 'String',
        Value: { 'Fn::GetAtt': [`Queue${index}`, 'Arn'] },
      },
    };
  }
  if (later) {
    for (const gone of ['Parameter8', 'Role8', 'Role9']) delete resources[gone];
    for (const index of [10, 11, 12]) resources[`Queue${index}`] = { Type: 'AWS::SQS::Queue', DependsOn: 'Topic0' };
  }
  if (name === 'failing') resources['Broken'] = broken;
  return { name, body: JSON.stringify({ Resources: resources }) };
}

const trust = { Statement: { Effect: 'Allow', Principal: { Service: 'sqs.amazonaws.com' }, Action: 'sts:AssumeRole' } };

/** Sound by its schema, refused by its service, and last of all: when all else is done. */
const broken: Resource = {
  Type: 'AWS::SSM::Parameter',
  DependsOn: 'Parameter7',
  Properties: { Name: 'aws-is-reserved', Type: 'String', Value: { 'Fn::GetAtt': ['Queue12', 'Arn'] } },
};

export const timeouts = { first: new Map(queueTimeouts(false)), second: new Map(queueTimeouts(true)) };

function queueTimeouts(later: boolean): [string, string][] {
  const own = Array.from({ length: 10 }, (_, index): [string, string] => [
    `Queue${index}`,
    later && index < 4 ? '60' : '30',
  ]);
  return later ? [...own, ...['Queue10', 'Queue11', 'Queue12'].map((id): [string, string] => [id, '30'])] : own;
}
