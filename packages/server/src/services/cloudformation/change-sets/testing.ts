import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  Change,
  CreateChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  Stack,
} from '@aws-sdk/client-cloudformation';
import { startTestServer } from '../../../testing/test-server.ts';
import type { TestServer } from '../../../testing/test-server.ts';

export interface TestChangeSets {
  server: TestServer;
  client: CloudFormationClient;
  /** Creates a change set named `set`, and waits until it is complete or has failed. */
  create(StackName: string, input: Partial<CreateChangeSetCommandInput>): Promise<DescribeChangeSetCommandOutput>;
  describe(ChangeSetName: string): Promise<DescribeChangeSetCommandOutput>;
  changes(ChangeSetName: string): Promise<Change[]>;
  /** Executes, and waits until the stack is at rest. */
  execute(ChangeSetName: string): Promise<Stack | undefined>;
  /** Creates and executes. */
  deploy(StackName: string, input: Partial<CreateChangeSetCommandInput>): Promise<Stack | undefined>;
  stack(StackName: string): Promise<Stack | undefined>;
  remove(StackName: string): Promise<void>;
}

export async function openChangeSets(region = 'us-east-1'): Promise<TestChangeSets> {
  const server = await startTestServer();
  const client = new CloudFormationClient({ ...server.client, region });
  const describe = (ChangeSetName: string) =>
    client.send(new DescribeChangeSetCommand({ ChangeSetName, IncludePropertyValues: true }));
  const stack = async (StackName: string) => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  };
  const atRest = (name: string) =>
    until(
      () => stack(name),
      (found) => found?.StackStatus?.endsWith('_IN_PROGRESS') === false,
    );
  const create: TestChangeSets['create'] = async (StackName, input) => {
    const request = { StackName, ChangeSetName: 'set', ...input };
    const { Id = '' } = await client.send(new CreateChangeSetCommand(request));
    return until(
      () => describe(Id),
      ({ Status }) => Status !== 'CREATE_PENDING' && Status !== 'CREATE_IN_PROGRESS',
    );
  };
  const execute: TestChangeSets['execute'] = async (ChangeSetName) => {
    const { StackId = '' } = await describe(ChangeSetName);
    await client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    return atRest(StackId);
  };
  return {
    server,
    client,
    create,
    describe,
    changes: async (name) => (await describe(name)).Changes ?? [],
    execute,
    deploy: async (StackName, input) => {
      const { ChangeSetId = '', Status, StatusReason } = await create(StackName, input);
      if (Status !== 'CREATE_COMPLETE') throw new Error(StatusReason);
      return execute(ChangeSetId);
    },
    stack,
    async remove(StackName) {
      const { StackId = '' } = (await stack(StackName)) ?? {};
      await client.send(new DeleteStackCommand({ StackName }));
      await atRest(StackId);
    },
  };
}

/** Asks again as soon as the server has answered; the test's own time-out ends it. */
export async function until<T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
  }
}
