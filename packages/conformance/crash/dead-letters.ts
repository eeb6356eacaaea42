import { queueArn } from './api.ts';
import type { Api, Json } from './api.ts';
import { drain } from './drain.ts';
import type { FoundMessage } from './drain.ts';
import { MessageLedger } from './ledger.ts';
import { attempted, changeVisibility, deleteOne, messageBody, receive, send, settleMs } from './message-client.ts';
import type { Client, Tally, Workload } from './workload.ts';

const queue = 'fragile';
const deadLetterQueue = 'fragile-dead';
const redriven = 'fragile-redriven';
const maxReceiveCount = 3;
const tasksListed = 10;

/** A queue whose messages go to a dead-letter queue, and move tasks that empty that one. */
export function deadLetters(): Workload {
  let ledger = new MessageLedger();
  let answeredTasks = 0;
  return {
    name: 'dead letters',
    settleMs,
    async prepare(api) {
      await api.sqs('CreateQueue', { QueueName: deadLetterQueue });
      await api.sqs('CreateQueue', { QueueName: redriven });
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn(deadLetterQueue), maxReceiveCount });
      await api.sqs('CreateQueue', { QueueName: queue, Attributes: { VisibilityTimeout: '1', RedrivePolicy } });
    },
    clients(round, tally) {
      ledger = new MessageLedger();
      let count = 0;
      const sender: Client = {
        name: 'sender',
        step: (api, random) =>
          send(api, ledger, tally, queue, [{ MessageBody: messageBody(`${round}/${count++}`, random) }]),
      };
      const receiver: Client = {
        name: 'receiver',
        async step(api, random) {
          for (const message of await receive(api, ledger, tally, queue)) {
            if (random.chance(0.2)) await deleteOne(api, ledger, tally, queue, message);
            else if (random.chance(0.9)) await changeVisibility(api, tally, queue, message, 0);
          }
        },
      };
      const mover: Client = {
        name: 'mover',
        async step(api, random) {
          const input = {
            SourceArn: queueArn(deadLetterQueue),
            DestinationArn: queueArn(redriven),
            ...(random.chance(0.5) && { MaxNumberOfMessagesPerSecond: 100 }),
          };
          // A task that still runs stands against a new one.
          const attempt = { answered: () => void answeredTasks++, refused: () => undefined };
          const task = await attempted(attempt, () => api.sqs('StartMessageMoveTask', input));
          if (task !== undefined) tally.answeredWrites++;
          await new Promise((resolve) => setTimeout(resolve, random.below(80)));
        },
      };
      return [sender, receiver, mover];
    },
    async verify(api, tally) {
      const tasks = await endedTasks(api);
      const held = [...(await drain(api, queue)), ...(await drain(api, redriven))];
      const dead = await drain(api, deadLetterQueue);
      return [
        ...taskProblems(tasks, answeredTasks),
        ...ledger.problems([...held, ...dead]),
        ...verifyReceipts(ledger, held, dead, tally),
      ];
    },
  };
}

/** What was received less often than the queue allows has no place among the dead. */
function verifyReceipts(ledger: MessageLedger, held: FoundMessage[], dead: FoundMessage[], tally: Tally): string[] {
  tally.verified += ledger.answered + held.length + dead.length;
  tally.doubtful += ledger.doubtfulDeletes;
  const unjustified = dead.filter(
    ({ id, receives }) =>
      receives < maxReceiveCount || ledger.receipts(id) + ledger.unansweredReceives < maxReceiveCount,
  );
  return [
    ...unjustified.map(
      ({ id, receives }) => `${id} is dead after ${receives} receipts, ${ledger.receipts(id)} of them answered`,
    ),
    ...ledger.receiptProblems([...held, ...dead]),
  ];
}

/** Move tasks go on after a restart by themselves. */
async function endedTasks(api: Api): Promise<Json[]> {
  for (let tries = 0; tries < 200; tries++) {
    const input = { SourceArn: queueArn(deadLetterQueue), MaxResults: tasksListed };
    const tasks = ((await api.sqs('ListMessageMoveTasks', input))['Results'] ?? []) as Json[];
    if (tasks.every(({ Status }) => Status !== 'RUNNING' && Status !== 'CANCELLING')) return tasks;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('a move task that a crash interrupted does not end');
}

function taskProblems(tasks: readonly Json[], answered: number): string[] {
  const problems = tasks
    .filter(({ Status }) => Status !== 'COMPLETED')
    .map((task) => `move task: ${JSON.stringify(task)}`);
  if (tasks.length < Math.min(answered, tasksListed))
    problems.push(`${tasks.length} move tasks are listed, ${answered} were started`);
  return problems;
}
