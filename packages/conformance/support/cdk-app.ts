import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

/** The app that cdk.test.ts deploys; run by the CDK as `node cdk-app.ts`, the visibility time-out as CDK_APP_SECONDS. */
const app = new App();
const stack = new Stack(app, 'Orders', {
  env: { account: process.env['CDK_DEFAULT_ACCOUNT'] ?? '', region: process.env['CDK_DEFAULT_REGION'] ?? '' },
  tags: { team: 'orders' },
});

const queue = new Queue(stack, 'Queue', {
  visibilityTimeout: Duration.seconds(Number(process.env['CDK_APP_SECONDS'] ?? '30')),
  deadLetterQueue: { maxReceiveCount: 3, queue: new Queue(stack, 'DeadLetters') },
});
const topic = new Topic(stack, 'Topic');
topic.addSubscription(new SqsSubscription(queue));
const bucket = new Bucket(stack, 'Bucket', { versioned: true, removalPolicy: RemovalPolicy.DESTROY });
const role = new Role(stack, 'Worker', { assumedBy: new AccountRootPrincipal() });
queue.grantConsumeMessages(role);
bucket.grantRead(role);
const asset = new Asset(stack, 'Asset', { path: fileURLToPath(import.meta.url) });
const parameter = new StringParameter(stack, 'Parameter', {
  parameterName: '/orders/queue',
  stringValue: queue.queueUrl,
});

const outputs = {
  QueueUrl: queue.queueUrl,
  TopicArn: topic.topicArn,
  BucketName: bucket.bucketName,
  RoleArn: role.roleArn,
  ParameterName: parameter.parameterName,
  AssetUrl: asset.s3ObjectUrl,
};
for (const [name, value] of Object.entries(outputs)) stack.exportValue(value, { name });
