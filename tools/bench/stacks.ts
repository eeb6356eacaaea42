import { setTimeout as delay } from 'node:timers/promises';
import { call, queryRequest } from './requests.ts';
import { startMadang, startMoto } from './subjects.ts';
import type { Subject } from './subjects.ts';

/** Milliseconds asked for, by the number of resources. */
const limits = { 10: 30, 100: 100, 500: 400 };
const rounds = 5;
const population = Number(process.env['BENCH_STACKS'] ?? 1000);

/** From CreateStack to CREATE_COMPLETE, of queues, topics, roles and parameters in equal parts; then an update, and memory. */
export async function stacks(ports: { madang: number; moto: number }): Promise<void> {
  const madang = await startMadang(ports.madang);
  const moto = await startMoto(ports.moto);
  try {
    print('\nstacks, CreateStack to CREATE_COMPLETE: madang, asked, moto');
    const perResource: number[] = [];
    for (const [size, limit] of Object.entries(limits)) {
      const [own, peer] = await compare(madang, moto, Number(size));
      perResource.push(own / Number(size));
      print(`${size.padStart(4)} resources ${ms(own)} ${ms(limit)} ${ms(peer)}`);
    }
    const growth = (perResource.at(-1) ?? Number.NaN) / (perResource[0] ?? Number.NaN);
    print(`time per resource at 500 against 10: ${growth.toFixed(2)} (at most 1.3)`);
    print(`update of one property among 500: ${ms(await updateTime(madang, 500))} (at most 100 ms)`);
    for (let index = 0; index < population; index++) await createStack(madang, `many-${index}`, 50);
    print(`${population} stacks of 50 resources: ${madang.residentMegabytes().toFixed(0)} MB resident (under 300)`);
  } finally {
    await Promise.all([madang.stop(), moto?.stop()]);
  }
}

/** Medians, the two taking turns. */
async function compare(madang: Subject, moto: Subject | undefined, size: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    for (const [index, subject] of [madang, moto].entries()) {
      if (subject === undefined) continue;
      const name = `bench-${size}-${round}`;
      const time = await createStack(subject, name, size);
      await finish(subject, 'DeleteStack', { StackName: name });
      // The first round is for warming up.
      if (round > 0) times[index]?.push(time);
    }
  }
  return [median(times[0]), median(times[1])];
}

async function updateTime(subject: Subject, size: number): Promise<number> {
  const times: number[] = [];
  await createStack(subject, 'bench-update', size);
  for (let round = 0; round <= rounds; round++) {
    const TemplateBody = templateOf('bench-update', size, `value ${round}`);
    const input = { StackName: 'bench-update', TemplateBody, 'Capabilities.member.1': 'CAPABILITY_IAM' };
    times.push(await finish(subject, 'UpdateStack', input));
  }
  return median(times.slice(1));
}

function createStack(subject: Subject, StackName: string, size: number): Promise<number> {
  const TemplateBody = templateOf(StackName, size, 'value');
  return finish(subject, 'CreateStack', { StackName, TemplateBody, 'Capabilities.member.1': 'CAPABILITY_IAM' });
}

/** Milliseconds until the operation on the stack has ended well. */
async function finish(subject: Subject, action: string, input: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  await cloudFormation(subject.port, action, input);
  for (;;) {
    const { StackName = '' } = input;
    const answer = await cloudFormation(subject.port, 'DescribeStacks', { StackName }).catch(String);
    const took = performance.now() - startedAt;
    const status = /<StackStatus>(\w+)<\/StackStatus>/.exec(answer)?.[1];
    if (action === 'DeleteStack' && (status === undefined || status === 'DELETE_COMPLETE')) return took;
    if (status === (action === 'CreateStack' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE')) return took;
    if (status === undefined || !status.endsWith('_IN_PROGRESS')) {
      throw new Error(`${subject.name}: ${action} of ${StackName} ended in ${answer}`);
    }
    await delay(1);
  }
}

function cloudFormation(port: number, action: string, input: Record<string, string>): Promise<string> {
  return call(port, queryRequest('cloudformation', '2010-05-15', action, input));
}

/** Small enough for a TemplateBody, which ends at 51,200 bytes. */
function templateOf(stack: string, size: number, value: string): string {
  const trust = {
    Statement: { Effect: 'Allow', Principal: { Service: 'sqs.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const kinds = [
    () => ({ Type: 'AWS::SQS::Queue' }),
    () => ({ Type: 'AWS::SNS::Topic' }),
    () => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } }),
    (index: number) => ({
      Type: 'AWS::SSM::Parameter',
      // moto needs a name; of the standard tier an account has no more than 10,000.
      Properties: { Name: `${stack}-${index}`, Type: 'String', Tier: 'Advanced', Value: index === 3 ? value : 'v' },
    }),
  ];
  const entries = Array.from({ length: size }, (_, index) => [`R${index}`, kinds[index % kinds.length]?.(index)]);
  return JSON.stringify({ Resources: Object.fromEntries(entries) as object });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`.padStart(9);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
