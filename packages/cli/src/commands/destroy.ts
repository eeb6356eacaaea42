import { cloudFormation } from '../aws/cloudformation.ts';
import { connectionOf } from '../aws/connection.ts';
import { ServiceError } from '../aws/service-error.ts';
import { requireHealth } from '../client.ts';
import type { Arguments, Options } from '../options.ts';
import { reportFailure } from '../stack/deployment.ts';
import { newestEventId } from '../stack/followed-events.ts';
import { interruption } from '../stack/interruption.ts';
import { watchOperation } from '../stack/operation.ts';
import { stackNameOfOperand } from '../stack/stack-name.ts';
import { terminalOf } from '../terminal/terminal.ts';
import { durationText } from '../terminal/time-text.ts';

export async function run(options: Options, { operand }: Pick<Arguments, 'operand'>): Promise<number> {
  const terminal = terminalOf(options);
  const connection = connectionOf(options);
  const stackName = String(options['stack-name'] ?? stackNameOfOperand(operand));
  await requireHealth(connection.endpoint);
  const cfn = cloudFormation(connection);
  const stack = await cfn.findStack(stackName);
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') {
    terminal.print(`There is no stack ${stackName}: nothing to delete.\n`);
    return 0;
  }
  const after = await newestEventId(cfn, stack.StackId);
  try {
    await cfn.deleteStack({ StackName: stack.StackId });
  } catch (error) {
    if (!(error instanceof ServiceError) || !/TerminationProtection/i.test(error.serviceMessage)) throw error;
    terminal.complain(
      `madang: ${stackName} is protected against deletion. Lift it with:\n` +
        `  aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}\n`,
    );
    return 1;
  }
  const operation = { stackName: stack.StackName, stackId: stack.StackId, after, planned: [] };
  const end = await watchOperation(cfn, operation, terminal, interruption());
  if (end.status === undefined) {
    terminal.print(`The deletion goes on in the server. Follow it with: ./madang events ${stack.StackId} --follow\n`);
    return 130;
  }
  if (end.status !== 'DELETE_COMPLETE') return reportFailure(stack.StackName, end, terminal);
  const kept = end.events.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_SKIPPED');
  const keptText = kept.length === 0 ? '' : `; kept: ${kept.map((event) => event.LogicalResourceId).join(', ')}`;
  terminal.print(
    `${terminal.style.good('✓')} ${stack.StackName}: deleted in ${durationText(end.milliseconds)}${keptText}\n`,
  );
  return 0;
}
