import { artifactBucket } from '../aws/artifact-bucket.ts';
import { cloudFormation } from '../aws/cloudformation.ts';
import type { CloudFormation, Stack } from '../aws/cloudformation.ts';
import type { Connection } from '../aws/connection.ts';
import { packagedTemplate } from '../packaging/packaged-template.ts';
import { failureText } from '../terminal/failure-text.ts';
import { outputsText } from '../terminal/outputs-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { durationText } from '../terminal/time-text.ts';
import { prepareChangeSet } from './change-set.ts';
import type { PreparedChangeSet, StackSettings, TemplateSource } from './change-set.ts';
import { newestEventId } from './followed-events.ts';
import { watchOperation } from './operation.ts';
import type { OperationEnd } from './operation.ts';
import { failureReport } from './root-cause.ts';
import { isSuccess } from './stack-status.ts';
import { maxTemplateBodyBytes } from './template-file.ts';

export interface Deployment {
  connection: Connection;
  templatePath: string;
  settings: StackSettings;
  terminal: Terminal;
  signal: AbortSignal;
}

/** The template as CloudFormation takes it, what it refers to uploaded; calls `onSources` with the files it is made of. */
export async function uploadedTemplate(
  { connection, templatePath }: Pick<Deployment, 'connection' | 'templatePath'>,
  onSources: (paths: string[]) => void = () => undefined,
): Promise<TemplateSource> {
  const bucket = artifactBucket(connection);
  const { text, sources } = await packagedTemplate(templatePath, bucket);
  onSources(sources);
  if (Buffer.byteLength(text) <= maxTemplateBodyBytes) return { TemplateBody: text };
  return { TemplateURL: (await bucket.put(text, '.template')).url };
}

/** Creates or updates the stack, and shows how. Answers the exit code. */
export async function deploy(deployment: Deployment, onSources?: (paths: string[]) => void): Promise<number> {
  const { connection, settings, terminal } = deployment;
  const cfn = cloudFormation(connection);
  const template = await uploadedTemplate(deployment, onSources);
  const stack = await standingStack(cfn, deployment);
  const changeSet = await prepareChangeSet(cfn, settings, template, { stack });
  if (!changeSet.hasChanges) {
    terminal.print(`No changes to deploy: ${settings.stackName} is up to date.\n`);
    terminal.print(outputsText(stack?.Outputs ?? [], terminal.style));
    return 0;
  }
  return report(cfn, deployment, changeSet.StackId, await execute(cfn, deployment, changeSet));
}

/** A stack whose creation was rolled back holds nothing and takes no update: it makes way, as with the CDK. */
async function standingStack(
  cfn: CloudFormation,
  { settings: { stackName, roleArn }, terminal, signal }: Deployment,
): Promise<Stack | undefined> {
  const stack = await cfn.findStack(stackName);
  if (stack?.StackStatus !== 'ROLLBACK_COMPLETE') return stack;
  terminal.print(`The creation of ${stackName} failed before: deleting what is left of it.\n`);
  const after = await newestEventId(cfn, stack.StackId);
  await cfn.deleteStack({ StackName: stack.StackId, RoleARN: roleArn });
  await watchOperation(cfn, { stackName, stackId: stack.StackId, after, planned: [] }, terminal, signal);
  return undefined;
}

async function execute(
  cfn: CloudFormation,
  { settings: { stackName }, terminal, signal }: Deployment,
  { id, StackId: stackId, Changes }: PreparedChangeSet,
): Promise<OperationEnd> {
  const after = await newestEventId(cfn, stackId);
  await cfn.executeChangeSet({ ChangeSetName: id });
  const planned = Changes.map(({ LogicalResourceId, ResourceType }) => ({
    logicalId: LogicalResourceId,
    type: ResourceType,
  }));
  return watchOperation(cfn, { stackName, stackId, after, planned }, terminal, signal);
}

async function report(
  cfn: CloudFormation,
  { settings: { stackName }, terminal }: Deployment,
  stackId: string,
  end: OperationEnd,
): Promise<number> {
  const { style, print } = terminal;
  if (end.status === undefined) {
    print(`The deployment goes on in the server. Follow it with: ./madang events ${stackName} --follow\n`);
    return 130;
  }
  if (!isSuccess(end.status) || end.status === 'DELETE_COMPLETE') return reportFailure(stackName, end, terminal);
  print(`${style.good('✓')} ${stackName}: ${end.status} in ${durationText(end.milliseconds)}\n`);
  const stack = await cfn.findStack(stackId);
  print(outputsText(stack?.Outputs ?? [], style));
  return 0;
}

/** The root cause comes first, whatever happened after it. */
export function reportFailure(
  stackName: string,
  { status = '', milliseconds, events }: OperationEnd,
  { style, complain }: Terminal,
): number {
  const explanation = failureText(failureReport(events), style);
  complain(`\n${explanation}\n${stackName}: ${status} after ${durationText(milliseconds)}\n`);
  return 1;
}
