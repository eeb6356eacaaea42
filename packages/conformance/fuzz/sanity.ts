import type { ServerProcess } from '../crash/server-process.ts';
import { signedFetch } from '../support/sigv4.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';
const trust = document.replace('"Action":"sqs:*","Resource":"*"', '"Principal":{"AWS":"*"},"Action":"sts:AssumeRole"');

/** Makes what most requests name, as far as it is not there: without it few would come past the first look-up. */
export async function prepare(server: ServerProcess): Promise<void> {
  const call = (service: string, version: string, parameters: Record<string, string>) =>
    signedFetch({
      method: 'POST',
      url: `http://127.0.0.1:${server.port}/`,
      service,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Version: version, ...parameters }).toString(),
      keys: server.keys,
    });
  for (const name of ['fuzz-1', 'fuzz-2', 'fuzz-3']) {
    const isFifo = name === 'fuzz-3';
    const fifo = { 'Attribute.1.Name': 'FifoQueue', 'Attribute.1.Value': 'true' };
    await call('sqs', '2012-11-05', {
      Action: 'CreateQueue',
      QueueName: isFifo ? `${name}.fifo` : name,
      ...(isFifo && fifo),
    });
    const makers: Record<string, string>[] = [
      { Action: 'CreateUser', UserName: name },
      { Action: 'CreateGroup', GroupName: name },
      { Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: trust },
      { Action: 'CreateInstanceProfile', InstanceProfileName: name },
      { Action: 'CreatePolicy', PolicyName: name, PolicyDocument: document },
    ];
    for (const parameters of makers) await call('iam', '2010-05-08', parameters);
    const stack = { StackName: name, TemplateBody: 'Resources: {Q: {Type: AWS::SQS::Queue}}' };
    await call('cloudformation', '2010-05-15', { Action: 'CreateStack', ...stack });
  }
}

/** Whether the server still does its work: a message's whole life, and a user's. */
export async function sanityProblems(server: ServerProcess): Promise<string[]> {
  const problems: string[] = [];
  const endpoint = `http://127.0.0.1:${server.port}/`;
  const expectAnswer = async (
    service: string,
    headers: Record<string, string>,
    body: string,
    expected: RegExp,
  ): Promise<string> => {
    const { status, text } = await signedFetch({
      method: 'POST',
      url: endpoint,
      service,
      headers,
      body,
      keys: server.keys,
    });
    if (status !== 200 || !expected.test(text))
      problems.push(`in the end ${body} was answered ${status} ${text.slice(0, 300)}`);
    return text;
  };
  const sqs = (operation: string, input: object, expected: RegExp) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` };
    return expectAnswer('sqs', headers, JSON.stringify(input), expected);
  };
  const query = (service: string, form: string, expected: RegExp) =>
    expectAnswer(service, { 'content-type': 'application/x-www-form-urlencoded' }, form, expected);

  const QueueUrl = `${endpoint}000000000000/sanity`;
  await sqs('CreateQueue', { QueueName: 'sanity' }, /sanity/);
  await sqs('SendMessage', { QueueUrl, MessageBody: 'still here' }, /MessageId/);
  const received = await sqs('ReceiveMessage', { QueueUrl }, /"Body":"still here"/);
  const ReceiptHandle = /"ReceiptHandle":"([^"]+)"/.exec(received)?.[1];
  await sqs('DeleteMessage', { QueueUrl, ReceiptHandle }, /^(\{\})?$/);
  await query('iam', 'Action=CreateUser&Version=2010-05-08&UserName=sanity', /<UserName>sanity<\/UserName>/);
  await query('iam', 'Action=DeleteUser&Version=2010-05-08&UserName=sanity', /DeleteUserResponse/);
  const stack = 'Version=2010-05-15&StackName=sanity';
  const template = encodeURIComponent('Resources: {Q: {Type: AWS::SQS::Queue}}');
  await query('cloudformation', `Action=CreateStack&${stack}&TemplateBody=${template}`, /<StackId>arn:/);
  await query('cloudformation', `Action=DescribeStacks&${stack}`, /<StackStatus>CREATE_/);
  await query('cloudformation', `Action=DeleteStack&${stack}`, /DeleteStackResponse/);
  await query('sts', 'Action=GetCallerIdentity&Version=2011-06-15', /<Account>000000000000<\/Account>/);
  const health = await fetch(`${endpoint}_madang/health`);
  if (!health.ok) problems.push(`in the end the health route answered ${health.status}`);
  return problems;
}
