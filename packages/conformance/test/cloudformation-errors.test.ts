import {
  CloudFormation,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sdkError } from '../support/errors.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

/** What AWS says of stacks, change sets and exports that are not there or in another state. */
let server: Server;
let cloudFormation: CloudFormation;

const queue = (seconds = 0) => `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: ${seconds}}}}\n`;
const exporting = `${queue()}Outputs: {Url: {Value: !Ref Q, Export: {Name: shared-url}}}`;
const importing =
  'Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue shared-url}}}';
/** Nobody will ever send the signal. */
const waiting = `Resources:
  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
  Wait: {Type: AWS::CloudFormation::WaitCondition, Properties: {Handle: !Ref Handle, Timeout: 3600}}`;
const alarm = 'AWS::CloudWatch::Alarm';
const none = 'arn:aws:cloudformation:us-east-1:000000000000:stack/none/00000000-0000-0000-0000-000000000000';

beforeAll(async () => {
  server = await startServer();
  cloudFormation = new CloudFormation(server.client());
  await created('plain', queue());
  await created('exporting', exporting);
  await created('importing', importing);
  await cloudFormation.createStack({ StackName: 'waiting', TemplateBody: waiting });
  await cloudFormation.createStack({ StackName: 'broken', TemplateBody: broken });
  await statusOf('broken', 'ROLLBACK_COMPLETE');
  await cloudFormation.createChangeSet({ ...set, ChangeSetName: 'same', TemplateBody: queue() });
  await vi.waitUntil(async () => (await described('same')).Status === 'FAILED', 10_000);
});

afterAll(async () => {
  cloudFormation.destroy();
  await server.stop();
});

const broken =
  "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, AllowedPattern: '[a-z]+', Value: '1'}}}";
const set = { StackName: 'plain' };
const described = (ChangeSetName: string) => cloudFormation.describeChangeSet({ ...set, ChangeSetName });

async function created(StackName: string, TemplateBody: string): Promise<void> {
  await cloudFormation.createStack({ StackName, TemplateBody });
  await waitUntilStackCreateComplete({ client: cloudFormation, maxWaitTime: 30, minDelay: 1 }, { StackName });
}

async function statusOf(StackName: string, status: StackStatus): Promise<void> {
  await vi.waitFor(async () => {
    expect((await cloudFormation.describeStacks({ StackName })).Stacks?.[0]?.StackStatus).toBe(status);
  }, 20_000);
}

const update = (StackName: string, TemplateBody: string, more: object = {}) =>
  cloudFormation.updateStack({ StackName, TemplateBody, ...more });
const inState = (name: string, status: string, what: string) =>
  new RegExp(
    `^Stack:arn:aws:cloudformation:us-east-1:000000000000:stack/${name}/[-0-9a-f]{36} is in ${status} state and can not be ${what}\\.$`,
  );

test.each<[code: string, status: number, message: string | RegExp, call: () => Promise<unknown>]>([
  [
    'ValidationError',
    400,
    'Stack with id none does not exist',
    () => cloudFormation.describeStacks({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    `Stack with id ${none} does not exist`,
    () => cloudFormation.describeStacks({ StackName: none }),
  ],
  [
    'ValidationError',
    400,
    'Stack with id none does not exist',
    () => cloudFormation.getTemplate({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    'Stack with id none does not exist',
    () => cloudFormation.getTemplateSummary({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    'Stack with id none does not exist',
    () => cloudFormation.listStackResources({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    'Stack with id none does not exist',
    () => cloudFormation.describeStackResources({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    'Stack [none] does not exist',
    () => cloudFormation.describeStackEvents({ StackName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    "Stack 'none' does not exist",
    () => cloudFormation.describeStackResource({ StackName: 'none', LogicalResourceId: 'Q' }),
  ],
  [
    'ValidationError',
    400,
    'Resource Other does not exist for stack plain',
    () => cloudFormation.describeStackResource({ StackName: 'plain', LogicalResourceId: 'Other' }),
  ],
  [
    'ValidationError',
    400,
    'Stack for nothing does not exist',
    () => cloudFormation.describeStackResources({ PhysicalResourceId: 'nothing' }),
  ],
  ['ValidationError', 400, 'Stack [none] does not exist', () => update('none', queue())],
  [
    'AlreadyExistsException',
    400,
    'Stack [plain] already exists',
    () => cloudFormation.createStack({ StackName: 'plain', TemplateBody: queue() }),
  ],
  [
    'ValidationError',
    400,
    "1 validation error detected: Value 'no spaces' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    () => cloudFormation.createStack({ StackName: 'no spaces', TemplateBody: queue() }),
  ],
  [
    'ValidationError',
    400,
    /^1 validation error detected: Value 'x{129}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128$/,
    () => cloudFormation.createStack({ StackName: 'x'.repeat(129), TemplateBody: queue() }),
  ],
  ['ValidationError', 400, 'No updates are to be performed.', () => update('plain', queue())],
  [
    'ValidationError',
    400,
    'No updates are to be performed.',
    () => cloudFormation.updateStack({ ...set, UsePreviousTemplate: true }),
  ],
  ['ValidationError', 400, inState('waiting', 'CREATE_IN_PROGRESS', 'updated'), () => update('waiting', queue())],
  ['ValidationError', 400, inState('broken', 'ROLLBACK_COMPLETE', 'updated'), () => update('broken', queue())],
  [
    'ValidationError',
    400,
    'CancelUpdateStack cannot be called from current stack status',
    () => cloudFormation.cancelUpdateStack({ StackName: 'plain' }),
  ],
  ['ValidationError', 400, inState('plain', 'CREATE_COMPLETE', 'rolled back'), () => cloudFormation.rollbackStack(set)],
  [
    'ValidationError',
    400,
    inState('plain', 'CREATE_COMPLETE', 'rolled back'),
    () => cloudFormation.continueUpdateRollback(set),
  ],
  ['ChangeSetNotFoundException', 404, 'ChangeSet [none] does not exist', () => described('none')],
  [
    'ChangeSetNotFoundException',
    404,
    'ChangeSet [none] does not exist',
    () => cloudFormation.executeChangeSet({ ...set, ChangeSetName: 'none' }),
  ],
  [
    'ValidationError',
    400,
    'Stack [none] does not exist',
    () => cloudFormation.describeChangeSet({ StackName: 'none', ChangeSetName: 'c' }),
  ],
  [
    'ValidationError',
    400,
    'Stack [none] does not exist',
    () => cloudFormation.createChangeSet({ StackName: 'none', ChangeSetName: 'c', TemplateBody: queue() }),
  ],
  [
    'ValidationError',
    400,
    'StackName must be specified if ChangeSetName is not specified as an ARN.',
    () => cloudFormation.describeChangeSet({ ChangeSetName: 'c' }),
  ],
  [
    'AlreadyExistsException',
    400,
    'ChangeSet same already exists',
    () => cloudFormation.createChangeSet({ ...set, ChangeSetName: 'same', TemplateBody: queue(5) }),
  ],
  [
    'ValidationError',
    400,
    'Stack [plain] already exists and cannot be created again with the changeSet [c].',
    () =>
      cloudFormation.createChangeSet({ ...set, ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody: queue() }),
  ],
  [
    'InvalidChangeSetStatusException',
    400,
    /^ChangeSet \[arn:aws:cloudformation:us-east-1:000000000000:changeSet\/same\/[-0-9a-f]{36}\] cannot be executed in its current status of \[FAILED\]$/,
    () => cloudFormation.executeChangeSet({ ...set, ChangeSetName: 'same' }),
  ],
  [
    'ValidationError',
    400,
    "Export 'unknown' does not exist.",
    () => cloudFormation.listImports({ ExportName: 'unknown' }),
  ],
  [
    'ValidationError',
    400,
    'Error validating stack policy: Invalid stack policy',
    () => cloudFormation.setStackPolicy({ ...set, StackPolicyBody: '{' }),
  ],
  [
    'ValidationError',
    400,
    'Rollback Trigger Type not supported',
    () => update('plain', queue(7), { RollbackConfiguration: { RollbackTriggers: [{ Arn: none, Type: 'Other' }] } }),
  ],
  [
    'ValidationError',
    400,
    "RelativeId of a Rollback Trigger's ARN is incorrect",
    () => update('plain', queue(7), { RollbackConfiguration: { RollbackTriggers: [{ Arn: none, Type: alarm }] } }),
  ],
  [
    'ValidationError',
    400,
    'You cannot specify both StackPolicyURL and StackPolicyBody',
    () =>
      cloudFormation.setStackPolicy({ ...set, StackPolicyBody: '{}', StackPolicyURL: 'https://s3.amazonaws.com/a/b' }),
  ],
  [
    'ValidationError',
    400,
    'Role arn:aws:iam::000000000000:role/none is invalid or cannot be assumed',
    () => update('plain', queue(7), { RoleARN: 'arn:aws:iam::000000000000:role/none' }),
  ],
  ['ValidationError', 400, 'Invalid NextToken', () => cloudFormation.listExports({ NextToken: 'x' })],
  [
    'StackSetNotFoundException',
    404,
    'StackSet none not found',
    () => cloudFormation.describeStackSet({ StackSetName: 'none' }),
  ],
  [
    'TypeNotFoundException',
    404,
    /./,
    () => cloudFormation.describeType({ Type: 'RESOURCE', TypeName: 'My::Own::Type' }),
  ],
])('%s %i %s', async (code, status, message, call) => {
  await expect(call()).rejects.toMatchObject(sdkError(code, status, message));
});

test('a change set without changes fails and says so', async () => {
  expect(await described('same')).toMatchObject({
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    Changes: [],
  });
});

test('a stack is created over one that is only in review', async () => {
  const inReview = await cloudFormation.createChangeSet({
    StackName: 'review',
    ChangeSetName: 'first',
    ChangeSetType: 'CREATE',
    TemplateBody: queue(),
  });
  await statusOf('review', 'REVIEW_IN_PROGRESS');
  await expect(update('review', queue(1))).rejects.toMatchObject(
    sdkError('ValidationError', 400, inState('review', 'REVIEW_IN_PROGRESS', 'updated')),
  );
  const { StackId } = await cloudFormation.createStack({ StackName: 'review', TemplateBody: queue() });
  expect(StackId).toBe(inReview.StackId);
  await statusOf('review', 'CREATE_COMPLETE');
  const first = await cloudFormation.describeChangeSet({ StackName: 'review', ChangeSetName: 'first' });
  expect(first.ExecutionStatus).toBe('OBSOLETE');
});

test('a protected stack stays', async () => {
  await cloudFormation.updateTerminationProtection({ ...set, EnableTerminationProtection: true });
  await expect(cloudFormation.deleteStack(set)).rejects.toMatchObject(
    sdkError('ValidationError', 400, 'Stack [plain] cannot be deleted while TerminationProtection is enabled'),
  );
  await cloudFormation.updateTerminationProtection({ ...set, EnableTerminationProtection: false });
  await statusOf('plain', 'CREATE_COMPLETE');
});

const inUse = 'Cannot delete export shared-url as it is in use by importing';

test('an export in use can neither go nor change', async () => {
  expect((await cloudFormation.listImports({ ExportName: 'shared-url' })).Imports).toEqual(['importing']);
  await update('exporting', queue(3));
  await statusOf('exporting', 'UPDATE_ROLLBACK_COMPLETE');
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName: 'exporting' });
  const reasons = StackEvents.map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n');
  expect(reasons).toMatch(inUse);
  await cloudFormation.deleteStack({ StackName: 'exporting' });
  const { Stacks } = await cloudFormation.describeStacks({ StackName: 'exporting' });
  expect(Stacks?.[0]?.StackStatusReason).toMatch(inUse);
});

test('an export that another stack has is refused', async () => {
  await cloudFormation.createStack({ StackName: 'second-exporter', TemplateBody: exporting });
  await statusOf('second-exporter', 'ROLLBACK_COMPLETE');
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName: 'second-exporter' });
  const reasons = StackEvents.map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n');
  expect(reasons).toContain('Export with name shared-url is already exported by stack exporting');
});

test('an import that is missing fails the creation', async () => {
  const TemplateBody = importing.replace('shared-url', 'unknown');
  await cloudFormation.createStack({ StackName: 'lost', TemplateBody });
  await statusOf('lost', 'ROLLBACK_COMPLETE');
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName: 'lost' });
  const reasons = StackEvents.map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n');
  expect(reasons).toContain('No export named unknown found');
});

test('a token makes a repeated request one, and another request with it an error', async () => {
  const create = { StackName: 'token', TemplateBody: queue(), ClientRequestToken: 'once' };
  const [first, second] = [await cloudFormation.createStack(create), await cloudFormation.createStack(create)];
  expect(second.StackId).toBe(first.StackId);
  await statusOf('token', 'CREATE_COMPLETE');
  const other = { ...create, TemplateBody: queue(4) };
  await expect(cloudFormation.createStack(other)).rejects.toMatchObject(
    sdkError('TokenAlreadyExistsException', 400, /once/),
  );
  const updating = { StackName: 'token', TemplateBody: queue(5), ClientRequestToken: 'twice' };
  await cloudFormation.updateStack(updating);
  await waitUntilStackUpdateComplete({ client: cloudFormation, maxWaitTime: 30, minDelay: 1 }, { StackName: 'token' });
  expect((await cloudFormation.updateStack(updating)).StackId).toBe(first.StackId);
  const { StackEvents = [] } = await cloudFormation.describeStackEvents({ StackName: 'token' });
  expect(new Set(StackEvents.map(({ ClientRequestToken }) => ClientRequestToken))).toEqual(new Set(['twice', 'once']));
});

test('to delete what is not there is no error, by name; what waits gives way', async () => {
  await cloudFormation.deleteStack({ StackName: 'never' });
  await cloudFormation.deleteStack({ StackName: 'waiting' });
  await vi.waitFor(
    () => expect(cloudFormation.describeStacks({ StackName: 'waiting' })).rejects.toThrow('does not exist'),
    20_000,
  );
});
