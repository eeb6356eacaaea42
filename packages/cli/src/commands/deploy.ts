import { resolve } from 'node:path';
import { connectionOf } from '../aws/connection.ts';
import { ServiceError } from '../aws/service-error.ts';
import { UsageError, isOn } from '../options.ts';
import type { Arguments, Options } from '../options.ts';
import { ensureServer } from '../stack/available-server.ts';
import { deploy } from '../stack/deployment.ts';
import type { Deployment } from '../stack/deployment.ts';
import { adviceText } from '../stack/error-advice.ts';
import { interruption } from '../stack/interruption.ts';
import { SourceWatcher } from '../stack/source-watcher.ts';
import { stackSettingsOf } from '../stack/stack-options.ts';
import { readTemplateFile } from '../stack/template-file.ts';
import { terminalOf } from '../terminal/terminal.ts';
import { timeText } from '../terminal/time-text.ts';

export async function run(options: Options, { lists, operand }: Pick<Arguments, 'lists' | 'operand'>): Promise<number> {
  const terminal = terminalOf(options);
  const connection = connectionOf(options);
  const settings = stackSettingsOf(options, lists, operand);
  // Before a server is started for nothing.
  readTemplateFile(operand);
  await ensureServer(connection, terminal);
  const deployment = { connection, templatePath: operand, settings, terminal, signal: interruption() };
  return isOn(options, 'watch') ? deployOnSave(deployment) : attempt(deployment);
}

/** Deploys now and whenever a file changes that the stack is made of; a failure is shown, and the next save tried. */
async function deployOnSave(deployment: Deployment): Promise<number> {
  const { templatePath, terminal, signal } = deployment;
  const watcher = new SourceWatcher();
  watcher.watch([resolve(templatePath)]);
  try {
    while (!signal.aborted) {
      await attempt(deployment, (sources) => watcher.watch(sources));
      if (signal.aborted) break;
      terminal.print(terminal.style.faint(`\nWatching ${templatePath}. Ctrl-C ends it.\n`));
      await watcher.nextChange(signal);
      if (!signal.aborted) terminal.print(`\n${timeText(new Date())}  changed: deploying again\n`);
    }
  } finally {
    watcher.close();
  }
  return 0;
}

async function attempt(deployment: Deployment, onSources?: (paths: string[]) => void): Promise<number> {
  try {
    return await deploy(deployment, onSources);
  } catch (error) {
    if (error instanceof ServiceError) deployment.terminal.complain(adviceText(error, deployment.templatePath));
    else if (error instanceof UsageError) deployment.terminal.complain(`madang: ${error.message}\n`);
    else throw error;
    return error instanceof UsageError ? 2 : 1;
  }
}
