import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetOperationCommand,
  ListStackSetOperationResultsCommand,
} from '@aws-sdk/client-cloudformation';
import type {
  CreateStackInstancesCommandInput,
  CreateStackSetCommandInput,
  StackInstance,
  StackSetOperation,
  StackSetOperationResultSummary,
} from '@aws-sdk/client-cloudformation';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TestStacks } from '../testing.ts';

export const administrator = '000000000000';

export const queues = {
  Parameters: { Name: { Type: 'String', Default: 'fleet' }, Seconds: { Type: 'Number', Default: 30 } },
  Resources: {
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { Ref: 'Name' }, VisibilityTimeout: { Ref: 'Seconds' } },
    },
  },
};

/** Stack sets of an administrator, with the roles of self-managed permissions. */
export class TestStackSets extends TestStacks {
  static override async start(options: Parameters<typeof TestStacks.start>[0] = {}): Promise<TestStackSets> {
    const { server } = await TestStacks.start(options);
    return new TestStackSets(server);
  }

  /** The client's configuration in another account or region. */
  in(account: string, region = 'us-east-1') {
    return { ...this.server.client, region, credentials: { accessKeyId: account, secretAccessKey: 'test' } };
  }

  /** The administrator's, which CloudFormation assumes, and each account's, which that one assumes. */
  async addRoles(accounts: readonly string[]): Promise<void> {
    const name = 'AWSCloudFormationStackSetAdministrationRole';
    await this.#role(administrator, name, { Service: 'cloudformation.amazonaws.com' });
    const AWS = `arn:aws:iam::${administrator}:role/${name}`;
    for (const account of [administrator, ...accounts]) {
      await this.#role(account, 'AWSCloudFormationStackSetExecutionRole', { AWS });
    }
  }

  async queueNames(account: string, region: string, QueueNamePrefix: string): Promise<string[]> {
    const sqs = new SQSClient(this.in(account, region));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }));
    return QueueUrls.map((url) => url.split('/').at(-1) ?? '');
  }

  async createSet(
    StackSetName: string,
    template: unknown,
    input: Partial<CreateStackSetCommandInput> = {},
  ): Promise<string> {
    const TemplateBody = JSON.stringify(template);
    const { StackSetId = '' } = await this.client.send(
      new CreateStackSetCommand({ StackSetName, TemplateBody, ...input }),
    );
    return StackSetId;
  }

  async createInstances(
    StackSetName: string,
    Accounts: string[],
    Regions: string[],
    input: Partial<CreateStackInstancesCommandInput> = {},
  ): Promise<string> {
    const { OperationId = '' } = await this.client.send(
      new CreateStackInstancesCommand({ StackSetName, Accounts, Regions, ...input }),
    );
    await this.settle();
    return OperationId;
  }

  async operation(StackSetName: string, OperationId: string): Promise<StackSetOperation> {
    const { StackSetOperation = {} } = await this.client.send(
      new DescribeStackSetOperationCommand({ StackSetName, OperationId }),
    );
    return StackSetOperation;
  }

  async results(StackSetName: string, OperationId: string): Promise<StackSetOperationResultSummary[]> {
    const { Summaries = [] } = await this.client.send(
      new ListStackSetOperationResultsCommand({ StackSetName, OperationId }),
    );
    return Summaries;
  }

  async instance(
    StackSetName: string,
    StackInstanceAccount: string,
    StackInstanceRegion: string,
  ): Promise<StackInstance> {
    const place = { StackInstanceAccount, StackInstanceRegion };
    const { StackInstance = {} } = await this.client.send(new DescribeStackInstanceCommand({ StackSetName, ...place }));
    return StackInstance;
  }

  cloudFormationIn(account: string, region: string): CloudFormationClient {
    return new CloudFormationClient(this.in(account, region));
  }

  async #role(account: string, RoleName: string, Principal: object): Promise<void> {
    const iam = new IAMClient(this.in(account));
    const statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
  }
}
