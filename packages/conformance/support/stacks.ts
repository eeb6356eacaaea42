import { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { CreateStackCommandInput, Stack, UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { vi } from 'vitest';
import type { Keys, Server } from './server.ts';

type Input<Command> = Omit<Command, 'StackName' | 'TemplateBody'>;

/** Stacks of a server, whose operations are waited for, and their events as lines of text. */
export class Stacks {
  readonly cfn: CloudFormation;

  constructor(server: Server, keys?: Keys) {
    this.cfn = new CloudFormation(server.client(keys));
  }

  /** Until its creation has ended, or waits for `line`. */
  async create(
    StackName: string,
    template: object,
    input: Input<CreateStackCommandInput> = {},
    line?: string,
  ): Promise<Stack> {
    const { StackId = '' } = await this.cfn.createStack({
      StackName,
      TemplateBody: JSON.stringify(template),
      ...input,
    });
    return line === undefined ? this.settled(StackId) : this.reached(StackId, line);
  }

  async update(
    StackName: string,
    template: object,
    input: Input<UpdateStackCommandInput> = {},
    line?: string,
  ): Promise<Stack> {
    await this.cfn.updateStack({ StackName, TemplateBody: JSON.stringify(template), ...input });
    return line === undefined ? this.settled(StackName) : this.reached(StackName, line);
  }

  async delete(StackName: string, RetainResources?: string[]): Promise<Stack> {
    const { StackId = '' } = await this.describe(StackName);
    await this.cfn.deleteStack({ StackName, RetainResources });
    return this.settled(StackId);
  }

  async describe(StackName: string): Promise<Stack> {
    const { Stacks: [stack] = [] } = await this.cfn.describeStacks({ StackName });
    if (stack === undefined) throw new Error(`no stack ${StackName}`);
    return stack;
  }

  /** Once nothing is under way. */
  settled(stackName: string): Promise<Stack> {
    return vi.waitFor(
      async () => {
        const stack = await this.describe(stackName);
        if (stack.StackStatus?.endsWith('_IN_PROGRESS')) throw new Error(`${stackName} is in ${stack.StackStatus}`);
        return stack;
      },
      { timeout: 10_000, interval: 10 },
    );
  }

  /** Once its last event is this. */
  reached(stackName: string, line: string): Promise<Stack> {
    return vi.waitFor(
      async () => {
        const events = await this.events(stackName);
        if (events.at(-1) !== line) throw new Error(`${stackName} is at: ${events.at(-1)}`);
        return this.describe(stackName);
      },
      { timeout: 10_000, interval: 10 },
    );
  }

  /** `LogicalId STATUS reason`, the oldest first, from the last line on that begins so; `UUID` for each UUID. */
  async events(StackName: string, begin = ''): Promise<string[]> {
    const lines: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.cfn.describeStackEvents({ StackName, NextToken });
      for (const { LogicalResourceId, ResourceStatus, ResourceStatusReason = '' } of page.StackEvents ?? []) {
        const reason = ResourceStatusReason.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID');
        lines.unshift([LogicalResourceId, ResourceStatus, reason].join(' ').trim());
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return lines.slice(begin === '' ? 0 : lines.findLastIndex((line) => line.startsWith(begin)));
  }

  /** Physical ids by logical ids, of what stands. */
  async physicalIds(StackName: string): Promise<Record<string, string>> {
    const { StackResources = [] } = await this.cfn.describeStackResources({ StackName });
    const standing = StackResources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
    return Object.fromEntries(
      standing.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }
}

export const queue = (QueueName: unknown, properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName, ...properties },
  ...more,
});
export const topic = (TopicName: unknown, more: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName },
  ...more,
});
export const parameter = (properties: object, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', ...properties },
  ...more,
});
/** Waits for signals: what an instance does that starts. */
export const instance = (ResourceSignal: object, more: object = {}) => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  CreationPolicy: { ResourceSignal },
  ...more,
});
