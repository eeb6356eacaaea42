import type { Option, Options } from './options.ts';
import { serverOptions } from './options.ts';

export interface Command {
  summary: string;
  options: Record<string, Option>;
  examples: string[];
  /** Loaded only when the command runs: the fast ones stay fast. */
  load: () => Promise<{ run: (options: Options) => Promise<number> }>;
}

const { host, port, tls } = serverOptions;
const where: Record<string, Option> = { ...(host && { host }), ...(port && { port }), ...(tls && { tls }) };

export const commands: Record<string, Command> = {
  start: {
    summary: 'run the server in the foreground',
    options: serverOptions,
    examples: ['start', 'start --ephemeral --port 4570', 'start --auth iam --data /var/lib/madang'],
    load: () => import('./commands/start.ts'),
  },
  up: {
    summary: 'start the server in the background, if none runs',
    options: serverOptions,
    examples: ['up', 'up --ephemeral'],
    load: () => import('./commands/up.ts'),
  },
  down: {
    summary: 'stop the server that runs in the background',
    options: where,
    examples: ['down'],
    load: () => import('./commands/down.ts'),
  },
  status: {
    summary: 'tell whether a server runs, and what it offers',
    options: where,
    examples: ['status'],
    load: () => import('./commands/status.ts'),
  },
  logs: {
    summary: 'show the log of the server in the background',
    options: { ...where, follow: { type: 'boolean', help: 'go on as lines are written' } },
    examples: ['logs', 'logs --follow'],
    load: () => import('./commands/logs.ts'),
  },
  env: {
    summary: 'print the exports that point AWS tools at the server',
    options: { ...where, ...(serverOptions['region'] && { region: serverOptions['region'] }) },
    examples: ['env', 'env --port 4570'],
    load: () => import('./commands/env.ts'),
  },
  reset: {
    summary: 'delete all state of the running server',
    options: where,
    examples: ['reset'],
    load: () => import('./commands/reset.ts'),
  },
  doctor: {
    summary: 'tell what this machine can really run',
    options: {},
    examples: ['doctor'],
    load: () => import('./commands/doctor.ts'),
  },
  coverage: {
    summary: 'list every service and operation, and how real it is',
    options: { service: { type: 'string', value: 'NAME', help: 'only this service, operation by operation' } },
    examples: ['coverage', 'coverage --service sqs'],
    load: () => import('./commands/coverage.ts'),
  },
};
