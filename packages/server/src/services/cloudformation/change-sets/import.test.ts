import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChangeSets } from './testing.ts';
import type { TestChangeSets } from './testing.ts';

let sets: TestChangeSets;
let sqs: SQSClient;

beforeAll(async () => {
  sets = await openChangeSets();
  sqs = new SQSClient(sets.server.client);
});
afterAll(() => sets.server.stop());

const template = (name: string, more = 'DeletionPolicy: Retain, ') =>
  `Resources: { Queue: { Type: AWS::SQS::Queue, ${more}Properties: { QueueName: ${name} } } }`;
const toImport = (QueueUrl: string) => [
  { LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue', ResourceIdentifier: { QueueUrl } },
];

it('imports a queue that exists, without making another', async () => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'there' }));
  const set = await sets.create('import', {
    ChangeSetType: 'IMPORT',
    TemplateBody: template('there'),
    ResourcesToImport: toImport(QueueUrl),
  });
  expect(set.Changes).toMatchObject([{ ResourceChange: { Action: 'Import', PhysicalResourceId: QueueUrl } }]);
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('IMPORT_COMPLETE');
  await sets.remove('import');
  const kept = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  expect(kept.Attributes?.['QueueArn']).toMatch(/:there$/);
});

it('demands a deletion policy, and that nothing else changes', async () => {
  const input = { ChangeSetType: 'IMPORT' as const, ResourcesToImport: toImport('url') };
  expect(await sets.create('unprotected', { ...input, TemplateBody: template('a', '') })).toMatchObject({
    Status: 'FAILED',
    StatusReason:
      'The following resources to import [Queue] must have DeletionPolicy attribute specified in the template.',
  });
  const another = template('a').replace(/\}$/, ', Topic: { Type: AWS::SNS::Topic } }');
  expect(await sets.create('another', { ...input, TemplateBody: another })).toMatchObject({
    Status: 'FAILED',
    StatusReason:
      'You have modified resources [Topic] in your template that are not being imported. ' +
      'Update, create or delete operations cannot be executed during import operations.',
  });
  await expect(sets.create('none', { ChangeSetType: 'IMPORT', TemplateBody: template('a') })).rejects.toThrow(
    'ResourcesToImport must be specified',
  );
});

it('demands what identifies the type', async () => {
  const input = { ChangeSetType: 'IMPORT' as const, TemplateBody: template('a') };
  const [one] = toImport('url');
  const ResourcesToImport = [{ ...one!, ResourceIdentifier: { QueueName: 'a' } }];
  await expect(sets.create('wrong-key', { ...input, ResourcesToImport })).rejects.toThrow(
    'The ResourceIdentifier of resource Queue has the keys [QueueName]: AWS::SQS::Queue is identified by [QueueUrl]',
  );
});

it('imports what exists under the names of a template, where that is asked for, and adds the rest', async () => {
  const ssm = new SSMClient(sets.server.client);
  await ssm.send(new PutParameterCommand({ Name: '/found', Type: 'String', Value: 'old' }));
  const TemplateBody = `
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Parameter:
    Type: AWS::SSM::Parameter
    DeletionPolicy: Retain
    Properties: { Name: /found, Type: String, Value: old }`;
  const set = await sets.create('mixed', { ChangeSetType: 'CREATE', TemplateBody, ImportExistingResources: true });
  expect(set.Changes?.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change?.Action])).toEqual([
    ['Parameter', 'Import'],
    ['Topic', 'Add'],
  ]);
  expect((await sets.execute(set.ChangeSetId ?? ''))?.StackStatus).toBe('CREATE_COMPLETE');
});

it('logged no error', () => expect(sets.server.errors).toEqual([]));
