import type { Arguments, Option, Options } from './options.ts';
import { serverOptions } from './options.ts';
import { templateOptions } from './stack/stack-options.ts';

export interface Command {
  summary: string;
  /** The one argument without a name: `TEMPLATE`. */
  operand?: string;
  options: Record<string, Option>;
  examples: string[];
  /** Loaded only when the command runs: the fast ones stay fast. */
  load: () => Promise<{ run: (options: Options, more: Pick<Arguments, 'lists' | 'operand'>) => Promise<number> }>;
}

const { host, port, tls, data } = serverOptions;
const where: Record<string, Option> = { ...(host && { host }), ...(port && { port }), ...(tls && { tls }) };

/** Of the commands that are clients of AWS's API. */
const client: Record<string, Option> = {
  endpoint: { type: 'string', value: 'URL', help: 'where the server is (http://127.0.0.1:4566, or AWS_ENDPOINT_URL)' },
  region: { type: 'string', value: 'NAME', help: 'region of the stack (AWS_REGION, or us-east-1)' },
  'no-color': { type: 'boolean', help: 'show no colours' },
  ...where,
};

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
    options: { ...where, ...(data && { data }), ...(serverOptions['region'] && { region: serverOptions['region'] }) },
    examples: ['env', 'env --port 4570', 'env --tls'],
    load: () => import('./commands/env.ts'),
  },
  deploy: {
    summary: 'create or update a stack from a template',
    operand: 'TEMPLATE',
    options: {
      ...templateOptions,
      'on-failure': {
        type: 'string',
        value: 'ACTION',
        help: 'ROLLBACK, DELETE or DO_NOTHING when it fails (ROLLBACK)',
      },
      watch: { type: 'boolean', help: 'deploy again whenever the template or what it refers to is saved' },
      ...client,
    },
    examples: [
      'deploy examples/queue-with-alarm.yaml',
      'deploy service.yaml --stack-name shop --parameter Stage=prod --capability CAPABILITY_IAM',
      'deploy service.yaml --watch',
    ],
    load: () => import('./commands/deploy.ts'),
  },
  diff: {
    summary: 'show what a deployment would change, and change nothing',
    operand: 'TEMPLATE',
    options: {
      ...templateOptions,
      'exit-code': { type: 'boolean', help: 'end with 1 where there are differences' },
      ...client,
    },
    examples: ['diff service.yaml', 'diff service.yaml --stack-name shop --parameter Stage=prod --exit-code'],
    load: () => import('./commands/diff.ts'),
  },
  destroy: {
    summary: 'delete a stack and what it holds',
    operand: 'STACK|TEMPLATE',
    options: {
      'stack-name': {
        type: 'string',
        value: 'NAME',
        help: 'name of the stack, where the template was deployed by one',
      },
      yes: { type: 'boolean', help: 'accepted, and not needed: nothing is ever asked' },
      ...client,
    },
    examples: ['destroy shop', 'destroy examples/queue-with-alarm.yaml'],
    load: () => import('./commands/destroy.ts'),
  },
  events: {
    summary: "show a stack's events, oldest first",
    operand: 'STACK|TEMPLATE',
    options: {
      follow: { type: 'boolean', help: 'go on as events come in' },
      json: { type: 'boolean', help: 'an event in each line, as JSON' },
      ...client,
    },
    examples: ['events shop', 'events shop --follow', 'events shop --json | jq .ResourceStatusReason'],
    load: () => import('./commands/events.ts'),
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
