import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateStackCommandInput, Stack, UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';

type Input<Command> = Omit<Command, 'StackName' | 'TemplateBody'>;

/** A server with a clock of its own, and stacks driven through the SDK's client. */
export class TestStacks {
  readonly server: TestServer;
  readonly client: CloudFormationClient;

  constructor(server: TestServer) {
    this.server = server;
    this.client = new CloudFormationClient(server.client);
  }

  static async start(options: Parameters<typeof startTestServer>[0] = {}): Promise<TestStacks> {
    return new TestStacks(await startTestServer({ clock: 'virtual', ...options }));
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.server.stop();
  }

  /** Until nothing is left to be done at this moment. */
  async settle(): Promise<void> {
    await this.server.clock.advance(0);
  }

  async create(StackName: string, template: unknown, input: Input<CreateStackCommandInput> = {}): Promise<Stack> {
    const TemplateBody = textOf(template);
    const { StackId } = await this.client.send(new CreateStackCommand({ StackName, TemplateBody, ...input }));
    await this.settle();
    return this.describe(StackId ?? StackName);
  }

  async update(StackName: string, template: unknown, input: Input<UpdateStackCommandInput> = {}): Promise<Stack> {
    const TemplateBody = textOf(template);
    await this.client.send(new UpdateStackCommand({ StackName, TemplateBody, ...input }));
    await this.settle();
    return this.describe(StackName);
  }

  async delete(StackName: string): Promise<Stack> {
    const { StackId = '' } = await this.describe(StackName);
    await this.client.send(new DeleteStackCommand({ StackName }));
    await this.settle();
    return this.describe(StackId);
  }

  async describe(StackName: string): Promise<Stack> {
    const { Stacks: [stack] = [] } = await this.client.send(new DescribeStacksCommand({ StackName }));
    if (stack === undefined) throw new Error(`no stack ${StackName}`);
    return stack;
  }

  /** `Id STATUS reason`, the oldest first; without UUIDs, which differ from run to run. */
  async events(StackName: string): Promise<string[]> {
    const lines: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(new DescribeStackEventsCommand({ StackName, NextToken }));
      for (const { LogicalResourceId, ResourceStatus, ResourceStatusReason = '' } of page.StackEvents ?? []) {
        const reason = ResourceStatusReason.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID');
        lines.unshift([LogicalResourceId, ResourceStatus, reason].join(' ').trim());
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return lines;
  }

  /** Those after the last `begin`: `stack UPDATE_IN_PROGRESS`. */
  async eventsSince(StackName: string, begin: string): Promise<string[]> {
    const all = await this.events(StackName);
    return all.slice(all.findLastIndex((line) => line.startsWith(begin)));
  }

  /** Physical ids by logical ids, of what stands. */
  async physicalIds(StackName: string): Promise<Record<string, string>> {
    const { StackResources = [] } = await this.client.send(new DescribeStackResourcesCommand({ StackName }));
    const standing = StackResources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
    return Object.fromEntries(
      standing.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [LogicalResourceId, PhysicalResourceId]),
    );
  }
}

function textOf(template: unknown): string {
  return typeof template === 'string' ? template : JSON.stringify(template);
}
