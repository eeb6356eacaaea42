import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli, awsCliVersion, runAws, withoutAwsCli } from '../support/aws-cli.ts';
import type { Aws } from '../support/aws-cli.ts';
import { cliError } from '../support/errors.ts';
import { temporaryDirectory } from '../support/madang.ts';
import { startServer } from '../support/server.ts';
import type { Server } from '../support/server.ts';

const queue = (seconds: number | string = 0) =>
  `Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: ${seconds}}}}\nOutputs: {Url: {Value: !Ref Q}}\n`;
const failing =
  "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, AllowedPattern: '[a-z]+', Value: '1'}}}";

describe.skipIf(awsCliVersion === '')(`aws cloudformation${withoutAwsCli}`, () => {
  const home = temporaryDirectory();
  let server: Server;
  let aws: Aws;

  beforeAll(async () => {
    server = await startServer();
    aws = awsCli(server.endpoint, server.keys);
  });
  afterAll(async () => {
    await server.stop();
    await home.remove();
  });

  const cloudFormation = (operation: string, ...args: string[]) => aws('cloudformation', operation, ...args);
  /** Commands of the CLI's own print text; their uploads to S3 heed only the variable. */
  const printed = (...args: string[]) =>
    runAws(server.endpoint, server.keys, ['cloudformation', ...args], { AWS_ENDPOINT_URL: server.endpoint });
  const stack = async (name: string) => {
    const { Stacks } = (await cloudFormation('describe-stacks', '--stack-name', name)) as {
      Stacks: { StackId: string; StackStatus: string; Outputs?: object[]; Tags?: object[]; Parameters?: object[] }[];
    };
    return Stacks[0];
  };

  function file(name: string, text: string): string {
    const path = join(home.path, name);
    writeFileSync(path, text);
    return path;
  }

  test.concurrent(
    'keeps a stack from creation to deletion, and waits for each',
    { timeout: 180_000 },
    async ({ expect }) => {
      const named = ['--stack-name', 'life'];
      const created = await cloudFormation(
        'create-stack',
        ...named,
        '--template-body',
        queue(1),
        '--tags',
        'Key=a,Value=b',
      );
      expect(created).toMatchObject({ StackId: expect.stringMatching(/stack\/life\//) as string });
      await cloudFormation('wait', 'stack-exists', ...named);
      await cloudFormation('wait', 'stack-create-complete', ...named);
      expect(await stack('life')).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'a', Value: 'b' }] });
      expect(await cloudFormation('describe-stack-resources', ...named)).toMatchObject({
        StackResources: [
          { LogicalResourceId: 'Q', ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' },
        ],
      });
      // The CLI makes an object of JSON, and leaves YAML as text.
      expect(await cloudFormation('get-template', ...named)).toMatchObject({ TemplateBody: queue(1) });
      await cloudFormation('update-stack', ...named, '--template-body', queue(2));
      await cloudFormation('wait', 'stack-update-complete', ...named);
      const id = (await stack('life'))?.StackId ?? '';
      await cloudFormation('delete-stack', ...named);
      await cloudFormation('wait', 'stack-delete-complete', ...named);
      expect(await stack(id)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
      await expect(stack('life')).rejects.toMatchObject(
        cliError('ValidationError', 'DescribeStacks', 'Stack with id life does not exist'),
      );
    },
  );

  test.concurrent('the waiter says when a creation has failed', { timeout: 180_000 }, async ({ expect }) => {
    await cloudFormation('create-stack', '--stack-name', 'failing', '--template-body', failing);
    await expect(cloudFormation('wait', 'stack-create-complete', '--stack-name', 'failing')).rejects.toThrow(
      /Waiter StackCreateComplete failed: .*ROLLBACK_COMPLETE/s,
    );
  });

  test.concurrent(
    'deploy creates, updates, and leaves alone what has not changed',
    { timeout: 180_000 },
    async ({ expect }) => {
      const parameters = `Parameters: {Seconds: {Type: Number, Default: 1}, Size: {Type: Number, Default: 2048}}\n`;
      const text = `${parameters}${queue('!Ref Seconds')}`;
      const deploy = ['deploy', '--stack-name', 'deployed', '--template-file', file('deployed.yaml', text)];
      expect(await printed(...deploy, '--parameter-overrides', 'Seconds=3', '--tags', 'team=a')).toContain(
        'Successfully created/updated stack - deployed',
      );
      expect(await stack('deployed')).toMatchObject({
        StackStatus: 'CREATE_COMPLETE',
        Parameters: expect.arrayContaining([{ ParameterKey: 'Seconds', ParameterValue: '3' }]) as object[],
        Tags: [{ Key: 'team', Value: 'a' }],
      });
      const same = await printed(...deploy, '--no-fail-on-empty-changeset', '--tags', 'team=a');
      expect(same).toContain('No changes to deploy. Stack deployed is up to date');
      await expect(printed(...deploy, '--fail-on-empty-changeset', '--tags', 'team=a')).rejects.toThrow(
        'No changes to deploy. Stack deployed is up to date',
      );
      await printed(...deploy, '--parameter-overrides', 'Seconds=4', '--tags', 'team=a');
      expect(await stack('deployed')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
      const broken = ['deploy', '--stack-name', 'undeployed', '--template-file', file('broken.yaml', failing)];
      await expect(printed(...broken)).rejects.toThrow(/Failed to create\/update the stack/);
      const prepared = await printed(
        ...deploy,
        '--parameter-overrides',
        'Seconds=5',
        '--no-execute-changeset',
        '--tags',
        'team=a',
      );
      const [changeSet = ''] = /arn:aws:cloudformation:\S+:changeSet\/\S+/.exec(prepared) ?? [];
      await cloudFormation('execute-change-set', '--change-set-name', changeSet);
      await cloudFormation('wait', 'stack-update-complete', '--stack-name', 'deployed');
    },
  );

  test.concurrent(
    'package puts what is local into S3, and deploy takes it from there',
    { timeout: 180_000 },
    async ({ expect }) => {
      await aws('s3api', 'create-bucket', '--bucket', 'artifacts');
      mkdirSync(join(home.path, 'parts'));
      file('parts/child.yaml', queue(7));
      const parent =
        'Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: parts/child.yaml}}}\n' +
        'Outputs: {Url: {Value: !GetAtt Child.Outputs.Url}}\n';
      const packaged = join(home.path, 'packaged.yaml');
      const source = [
        '--template-file',
        file('parent.yaml', parent),
        '--s3-bucket',
        'artifacts',
        '--s3-prefix',
        'build',
      ];
      await printed('package', ...source, '--output-template-file', packaged);
      expect(readFileSync(packaged, 'utf8')).toMatch(
        /TemplateURL: https?:\/\/\S+\/artifacts\/build\/[0-9a-f]{32}\.template/,
      );
      const bucket = ['--s3-bucket', 'artifacts', '--s3-prefix', 'templates'];
      await printed('deploy', '--stack-name', 'packaged', '--template-file', packaged, ...bucket);
      expect(await stack('packaged')).toMatchObject({
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'Url', OutputValue: expect.stringMatching(/packaged-Child-\w+-Q-/) as string }],
      });
      await cloudFormation('delete-stack', '--stack-name', 'packaged');
      await cloudFormation('wait', 'stack-delete-complete', '--stack-name', 'packaged');
    },
  );

  test.concurrent('change sets, with the waiter', { timeout: 180_000 }, async ({ expect }) => {
    const set = ['--stack-name', 'sets', '--change-set-name', 'first'];
    await cloudFormation('create-change-set', ...set, '--change-set-type', 'CREATE', '--template-body', queue());
    await cloudFormation('wait', 'change-set-create-complete', ...set);
    expect(await cloudFormation('describe-change-set', ...set)).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Q' } }],
    });
    await cloudFormation('execute-change-set', ...set);
    await cloudFormation('wait', 'stack-create-complete', '--stack-name', 'sets');
    const empty = ['--stack-name', 'sets', '--change-set-name', 'empty'];
    await cloudFormation('create-change-set', ...empty, '--template-body', queue());
    await expect(cloudFormation('wait', 'change-set-create-complete', ...empty)).rejects.toThrow(
      /Waiter ChangeSetCreateComplete failed/,
    );
  });

  test.concurrent('pages through events, resources and stacks', { timeout: 180_000 }, async ({ expect }) => {
    const resources = Array.from({ length: 120 }, (_, n) => `T${n}: {Type: AWS::SNS::Topic}`).join(', ');
    const named = ['--stack-name', 'paged'];
    await cloudFormation('create-stack', ...named, '--template-body', `Resources: {${resources}}`);
    await cloudFormation('wait', 'stack-create-complete', ...named);
    const count = async (operation: string, query: string, ...args: string[]) =>
      cloudFormation(operation, ...args, '--query', query);
    expect(await count('list-stack-resources', 'length(StackResourceSummaries)', ...named)).toBe(120);
    expect(await count('describe-stack-events', 'length(StackEvents)', ...named)).toBe(362);
    expect(await count('describe-stack-events', 'length(StackEvents)', ...named, '--max-items', '7')).toBe(7);
    expect(await count('list-stacks', "length(StackSummaries[?StackName=='paged'])")).toBe(1);
  });

  test.concurrent('reads templates', { timeout: 180_000 }, async ({ expect }) => {
    const path = file('summary.yaml', `Parameters: {A: {Type: String, Default: b}}\n${queue()}`);
    const template = ['--template-body', `file://${path}`];
    expect(await cloudFormation('validate-template', ...template)).toMatchObject({
      Parameters: [{ ParameterKey: 'A', DefaultValue: 'b', NoEcho: false }],
    });
    expect(await cloudFormation('get-template-summary', ...template)).toMatchObject({
      ResourceTypes: ['AWS::SQS::Queue'],
      Parameters: [{ ParameterKey: 'A', ParameterType: 'String' }],
    });
    expect(await cloudFormation('estimate-template-cost', ...template)).toMatchObject({
      Url: expect.stringMatching(/^https?:/) as string,
    });
  });

  describe('errors', () => {
    beforeAll(async () => {
      await cloudFormation('create-stack', '--stack-name', 'errors', '--template-body', queue());
      await cloudFormation('wait', 'stack-create-complete', '--stack-name', 'errors');
    });
    const on = (name: string, ...args: string[]) => ['--stack-name', name, ...args];

    test.concurrent.each<[code: string, operation: string, message: string | RegExp, args: string[]]>([
      [
        'AlreadyExistsException',
        'CreateStack',
        'Stack [errors] already exists',
        ['create-stack', ...on('errors', '--template-body', queue())],
      ],
      [
        'ValidationError',
        'UpdateStack',
        'No updates are to be performed.',
        ['update-stack', ...on('errors', '--use-previous-template')],
      ],
      [
        'ValidationError',
        'UpdateStack',
        'Stack [none] does not exist',
        ['update-stack', ...on('none', '--template-body', queue())],
      ],
      [
        'ValidationError',
        'DescribeStackEvents',
        'Stack [none] does not exist',
        ['describe-stack-events', ...on('none')],
      ],
      ['ValidationError', 'GetTemplate', 'Stack with id none does not exist', ['get-template', ...on('none')]],
      [
        'ValidationError',
        'CreateStack',
        'Parameters: [P] must have values',
        ['create-stack', ...on('p', '--template-body', `Parameters: {P: {Type: String}}\n${queue()}`)],
      ],
      [
        'ValidationError',
        'ValidateTemplate',
        'Template format error: unsupported structure.',
        ['validate-template', '--template-body', 'template.yaml'],
      ],
      [
        'ChangeSetNotFound',
        'DescribeChangeSet',
        'ChangeSet [none] does not exist',
        ['describe-change-set', ...on('errors', '--change-set-name', 'none')],
      ],
      ['ValidationError', 'ListImports', "Export 'none' does not exist.", ['list-imports', '--export-name', 'none']],
      [
        'InsufficientCapabilitiesException',
        'CreateStack',
        'Requires capabilities : [CAPABILITY_IAM]',
        ['create-stack', ...on('iam', '--template-body', 'Resources: {G: {Type: AWS::IAM::Group}}')],
      ],
      [
        'ValidationError',
        'ContinueUpdateRollback',
        /^Stack:arn:\S+ is in CREATE_COMPLETE state and can not be rolled back\.$/,
        ['continue-update-rollback', ...on('errors')],
      ],
    ])('%s of %s', async (code, operation, message, args) => {
      await expect(aws('cloudformation', ...args)).rejects.toMatchObject(cliError(code, operation, message));
    });
  });
});
