import { setTimeout as delay } from 'node:timers/promises';
import { cloudFormation } from '../aws/cloudformation.ts';
import type { CloudFormation, StackEvent } from '../aws/cloudformation.ts';
import { connectionOf } from '../aws/connection.ts';
import { requireHealth } from '../client.ts';
import { UsageError, isOn } from '../options.ts';
import type { Arguments, Options } from '../options.ts';
import { newEvents } from '../stack/followed-events.ts';
import { interruption } from '../stack/interruption.ts';
import { stackNameOfOperand } from '../stack/stack-name.ts';
import { eventLines } from '../terminal/event-line.ts';
import { terminalOf } from '../terminal/terminal.ts';

/** Events of a stack, oldest first; as JSON, one in each line. */
export async function run(options: Options, { operand }: Pick<Arguments, 'operand'>): Promise<number> {
  const { style, width, print } = terminalOf(options);
  const connection = connectionOf(options);
  const show = isOn(options, 'json')
    ? (events: readonly StackEvent[]) => events.map((event) => JSON.stringify(event))
    : (events: readonly StackEvent[]) => eventLines(events, style, width());
  await requireHealth(connection.endpoint);
  const cfn = cloudFormation(connection);
  const stackId = await stackIdOf(cfn, stackNameOfOperand(operand));
  const signal = interruption();
  let mark: string | undefined;
  do {
    const events = await newEvents(cfn, stackId, mark);
    for (const line of show(events)) print(`${line}\n`);
    mark = events.at(-1)?.EventId ?? mark;
    if (isOn(options, 'follow')) await delay(300, undefined, { signal }).catch(() => undefined);
  } while (isOn(options, 'follow') && !signal.aborted);
  return 0;
}

async function stackIdOf(cfn: CloudFormation, nameOrId: string): Promise<string> {
  const stack = await cfn.findStack(nameOrId);
  if (stack === undefined) throw new UsageError(`There is no stack ${nameOrId}.`);
  return stack.StackId;
}
