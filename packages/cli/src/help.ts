import type { Command } from './commands.ts';
import { environmentName } from './options.ts';

export function renderHelp(commands: Record<string, Command>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Madang: the AWS DevOps cloud in your own yard.

Usage: ./madang COMMAND [OPTIONS]

${lines.join('\n')}

Options of a command: ./madang COMMAND --help
Every option can also be given as MADANG_<NAME>, for example ${environmentName('port')}=4570.

Examples:
  ./madang up                                   start it in the background
  eval "$(./madang env)"                        point the AWS CLI and SDKs at it
  aws sqs create-queue --queue-name hello
  ./madang deploy examples/queue-with-alarm.yaml
  ./madang down
`;
}

export function renderCommandHelp(name: string, command: Command): string {
  const rows = Object.entries(command.options).map(([option, { value, multiple, help }]) => [
    `--${option}${value === undefined ? '' : ` ${value}`}${multiple ? ' ...' : ''}`,
    help,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left?.length ?? 0));
  const options = rows.map(([left = '', help = '']) => `  ${left.padEnd(width)}  ${help}`).join('\n');
  const usage = [name, command.operand, options === '' ? undefined : '[OPTIONS]'].filter(Boolean).join(' ');
  const examples = command.examples.map((example) => `  ./madang ${example}`).join('\n');
  return `./madang ${name}: ${command.summary}\n\nUsage: ./madang ${usage}\n${options === '' ? '' : `\n${options}\n`}\nExamples:\n${examples}\n`;
}
