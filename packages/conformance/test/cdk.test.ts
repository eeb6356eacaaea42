import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetBucketVersioningCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdkCli, hasCdk } from '../support/cdk.ts';
import type { Cdk } from '../support/cdk.ts';
import { temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const account = '111122223333';
const skipped = hasCdk ? '' : ' (skipped: aws-cdk is not installed)';

// Each command starts the CDK and the app, which takes seconds: they build upon each other, in order.
describe.skipIf(!hasCdk)(`the CDK${skipped}`, { timeout: 300_000 }, () => {
  let server: Server;
  let cdk: Cdk;
  const directory = temporaryDirectory();
  const client = () => ({ ...server.client({ accessKeyId: account, secretAccessKey: 'test' }), forcePathStyle: true });

  beforeAll(async () => {
    server = await startServer();
    cdk = cdkCli({ endpoint: server.endpoint, directory: directory.path, account });
  });
  afterAll(async () => {
    await server.stop();
    await directory.remove();
  });

  const stackOf = async (StackName: string) => {
    const { Stacks } = await new CloudFormationClient(client()).send(new DescribeStacksCommand({ StackName }));
    const exported = (Stacks?.[0]?.Outputs ?? []).map((each) => [each.ExportName, each.OutputValue] as const);
    const outputs = Object.fromEntries(exported);
    return { status: Stacks?.[0]?.StackStatus, tags: Stacks?.[0]?.Tags, outputs };
  };
  const visibilityTimeout = async (QueueUrl: string | undefined) => {
    const AttributeNames = ['VisibilityTimeout' as const];
    const { Attributes } = await new SQSClient(client()).send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return Attributes?.['VisibilityTimeout'];
  };

  test('bootstraps an account', async () => {
    expect(await cdk(['bootstrap', `aws://${account}/us-east-1`])).toContain('bootstrapped');
    expect((await stackOf('CDKToolkit')).status).toBe('CREATE_COMPLETE');
    const version = await new SSMClient(client()).send(
      new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }),
    );
    expect(Number(version.Parameter?.Value)).toBeGreaterThan(20);
  });

  test('deploys an app with a bucket, queue, topic, role, parameter and asset', async () => {
    await cdk(['deploy', 'Orders', '--require-approval', 'never']);
    const { status, tags, outputs } = await stackOf('Orders');
    expect(status).toBe('CREATE_COMPLETE');
    expect(tags).toEqual([{ Key: 'team', Value: 'orders' }]);
    expect(await visibilityTimeout(outputs['QueueUrl'])).toBe('30');
    const parameter = await new SSMClient(client()).send(new GetParameterCommand({ Name: '/orders/queue' }));
    expect(parameter.Parameter?.Value).toBe(outputs['QueueUrl']);
    const RoleName = outputs['RoleArn']?.split('/').at(-1);
    expect((await new IAMClient(client()).send(new GetRoleCommand({ RoleName }))).Role?.Arn).toBe(outputs['RoleArn']);
    const s3 = new S3Client(client());
    const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket: outputs['BucketName'] }));
    expect(versioning.Status).toBe('Enabled');
    const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(outputs['AssetUrl'] ?? '') ?? [];
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBeGreaterThan(100);
  });

  test('connects topic and queue', async () => {
    const { outputs } = await stackOf('Orders');
    await new SNSClient(client()).send(new PublishCommand({ TopicArn: outputs['TopicArn'], Message: 'hello' }));
    const receive = new ReceiveMessageCommand({ QueueUrl: outputs['QueueUrl'], WaitTimeSeconds: 20 });
    const { Messages } = await new SQSClient(client()).send(receive);
    expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({ Message: 'hello' });
  });

  test('shows a difference, deploys it, and nothing where nothing changed', async () => {
    const changed = { CDK_APP_SECONDS: '45' };
    expect(await cdk(['diff', 'Orders'], changed)).toMatch(/VisibilityTimeout[^]*30[^]*45/);
    await cdk(['deploy', 'Orders', '--require-approval', 'never'], changed);
    const { status, outputs } = await stackOf('Orders');
    expect(status).toBe('UPDATE_COMPLETE');
    expect(await visibilityTimeout(outputs['QueueUrl'])).toBe('45');
    expect(await cdk(['deploy', 'Orders', '--require-approval', 'never'], changed)).toContain('no changes');
  });

  test('destroys the app', async () => {
    await cdk(['destroy', 'Orders', '--force']);
    await expect(stackOf('Orders')).rejects.toThrow('Stack with id Orders does not exist');
  });
});
