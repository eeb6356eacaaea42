import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { startTestServer } from '../../testing/test-server.ts';
import type { TestServer } from '../../testing/test-server.ts';
import { realTemplateExceptions } from './real-template-exceptions.ts';
import { filledParameters } from './real-template-parameters.ts';

const folder = join(process.env['MADANG_SHARED'] ?? '../shared', 'templates');
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name))
  : [];

interface Deployment {
  name: string;
  /** Absent where the stack reached CREATE_COMPLETE. */
  failure?: string;
  /** The last status of the stack. */
  end: string;
}

class Deployer {
  readonly #server: TestServer;
  readonly #client: CloudFormationClient;
  readonly #s3: S3Client;
  #count = 0;

  constructor(server: TestServer) {
    this.#server = server;
    this.#client = new CloudFormationClient(server.client);
    this.#s3 = new S3Client({ ...server.client, forcePathStyle: true });
  }

  async open(): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket: 'real-templates' }));
  }

  /** Creates a stack of the template, and deletes it again. */
  async deploy(name: string): Promise<Deployment> {
    const Body = readFileSync(join(folder, name), 'utf8');
    await this.#s3.send(new PutObjectCommand({ Bucket: 'real-templates', Key: name, Body }));
    const StackName = `real-${++this.#count}`;
    const create = {
      StackName,
      TemplateURL: `https://real-templates.s3.us-east-1.amazonaws.com/${encodeURI(name)}`,
      Capabilities: ['CAPABILITY_NAMED_IAM' as const, 'CAPABILITY_AUTO_EXPAND' as const],
    };
    let id: string;
    try {
      const Parameters = filledParameters(Body);
      id = (await this.#client.send(new CreateStackCommand({ ...create, Parameters }))).StackId ?? '';
    } catch (error) {
      return { name, failure: (error as Error).message, end: '' };
    }
    const created = await this.#atRest(id);
    const failure = created === 'CREATE_COMPLETE' ? {} : { failure: await this.#reasonOf(id) };
    await this.#client.send(new DeleteStackCommand({ StackName: id }));
    return { name, ...failure, end: await this.#atRest(id) };
  }

  /** What waits for signals that nobody sends is let run into its time-out. */
  async #atRest(id: string): Promise<string> {
    for (;;) {
      await this.#server.clock.advance(0);
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName: id }));
      const status = Stacks?.[0]?.StackStatus ?? '';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await this.#server.clock.advance(600_000);
    }
  }

  async #reasonOf(id: string): Promise<string> {
    const { StackEvents = [] } = await this.#client.send(new DescribeStackEventsCommand({ StackName: id }));
    const first = StackEvents.toReversed().find(({ ResourceStatus = '' }) =>
      /FAILED$|^ROLLBACK_IN_PROGRESS/.test(ResourceStatus),
    );
    const { LogicalResourceId, ResourceStatusReason } = first ?? StackEvents.at(-2) ?? {};
    return `${LogicalResourceId}: ${ResourceStatusReason}`;
  }
}

function exceptionOf(name: string) {
  const stem = name.replace(/\.\w+$/, '');
  return realTemplateExceptions.find(([, , names]) => names.includes(name) || names.includes(stem));
}

/** What went otherwise than expected with one template. */
function problemOf({ name, failure, end }: Deployment): string[] {
  const [reason, message] = exceptionOf(name) ?? [];
  const problems = end === 'DELETE_COMPLETE' || end === '' ? [] : [`${name} ended in ${end}`];
  if (failure === undefined)
    return reason === undefined ? problems : [...problems, `${name} is no exception: ${reason}`];
  return message?.test(failure) ? problems : [...problems, `${name}: ${failure}`];
}

it.skipIf(!isThere)(
  'deploys and deletes real templates, or says what AWS would say',
  { timeout: 300_000 },
  async () => {
    const server = await startTestServer({ clock: 'virtual' });
    const deployer = new Deployer(server);
    await deployer.open();
    const problems: string[] = [];
    for (const name of files) problems.push(...problemOf(await deployer.deploy(name)));
    expect(server.errors).toEqual([]);
    await server.stop();
    expect(files.length).toBeGreaterThan(100);
    expect(problems).toEqual([]);
  },
);
