import { parseArgs } from 'node:util';

/** A message for the user, with no stack: the command could not be carried out. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Option {
  type: 'string' | 'boolean';
  /** How the value is shown in help: `DIR`, `open|iam`. */
  value?: string;
  /** May be given several times; never read from the environment. */
  multiple?: true;
  help: string;
}

/** Options of the server, the same for `start` and `up`; each is also read from `MADANG_<NAME>`. */
export const serverOptions: Record<string, Option> = {
  host: { type: 'string', value: 'ADDRESS', help: 'address to listen on (127.0.0.1)' },
  port: { type: 'string', value: 'PORT', help: 'port to listen on (4566)' },
  data: { type: 'string', value: 'DIR', help: 'directory of all data (.madang)' },
  ephemeral: { type: 'boolean', help: 'keep nothing: all state is gone when the server ends' },
  database: { type: 'string', value: 'URL', help: 'keep rows in PostgreSQL: postgres://user@host/name' },
  auth: { type: 'string', value: 'open|iam', help: 'open: any credentials; iam: signatures and policies (open)' },
  account: { type: 'string', value: 'ID', help: 'account of callers that name none (000000000000)' },
  region: { type: 'string', value: 'NAME', help: 'region of callers that name none (us-east-1)' },
  clock: { type: 'string', value: 'real|virtual', help: 'virtual: time stands still until it is told to jump (real)' },
  tls: { type: 'boolean', help: 'serve HTTPS with a self-signed certificate' },
  'strict-resources': { type: 'boolean', help: 'refuse CloudFormation resource types that could only be recorded' },
  'log-level': { type: 'string', value: 'LEVEL', help: 'debug, info, warn or error (info)' },
};

export type Options = Record<string, string | boolean | undefined>;

/** What a command is called with. */
export interface Arguments {
  options: Options;
  /** Of the options that may be given several times. */
  lists: Record<string, string[]>;
  /** The argument without a name, where the command takes one. */
  operand: string;
}

/** Reads a command's arguments: the command line first, then `MADANG_*`. */
export function parseArguments(args: string[], known: Record<string, Option>, operand?: string): Arguments {
  const { values, positionals } = parseCommandLine(args, known, operand !== undefined);
  if (operand !== undefined && positionals.length !== 1) {
    const extra = positionals.slice(1).map((text) => `'${text}'`);
    throw new UsageError(
      extra.length === 0 ? `${operand} is missing.` : `Only one ${operand} can be given, not also ${extra.join(', ')}.`,
    );
  }
  const options: Options = {};
  const lists: Record<string, string[]> = {};
  for (const [name, { multiple }] of Object.entries(known)) {
    const value = values[name];
    if (multiple) lists[name] = Array.isArray(value) ? value.map(String) : [];
    else if (!Array.isArray(value)) options[name] = value ?? process.env[environmentName(name)];
  }
  // A choice made on the command line is not contradicted by the environment.
  if (values['ephemeral'] === true && values['data'] === undefined) options['data'] = undefined;
  if (values['data'] !== undefined && values['ephemeral'] === undefined) options['ephemeral'] = undefined;
  return { options, lists, operand: positionals[0] ?? '' };
}

/** A switch, which in the environment is a word. */
export function isOn(options: Options, name: string): boolean {
  const value = options[name];
  return typeof value === 'string' ? /^(1|true|yes)$/i.test(value) : value === true;
}

export function environmentName(option: string): string {
  return `MADANG_${option.toUpperCase().replaceAll('-', '_')}`;
}

function parseCommandLine(args: string[], known: Record<string, Option>, allowPositionals: boolean) {
  try {
    const options = Object.fromEntries(
      Object.entries(known).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
    );
    return parseArgs({ args, options, strict: true, allowPositionals });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
