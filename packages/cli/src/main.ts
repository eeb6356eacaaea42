import { ServiceError } from './aws/service-error.ts';
import { commands } from './commands.ts';
import { renderCommandHelp, renderHelp } from './help.ts';
import { UsageError, parseArguments } from './options.ts';
import { version } from './version.ts';

// Whoever reads only the first lines, as `head` does, has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// A server goes on without a reader of its log.
process.stderr.on('error', () => undefined);

const [name, ...args] = process.argv.slice(2);
process.exitCode = await run(name, args);

/** Answers the process's exit code: 0 done, 1 failed, 2 wrong usage. */
async function run(name: string | undefined, args: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(renderHelp(commands));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`madang: there is no command '${name}'. See: ./madang --help\n`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(renderCommandHelp(name, command));
    return 0;
  }
  try {
    const { options, lists, operand } = parseArguments(args, command.options, command.operand);
    const { run: start } = await command.load();
    return await start(options, { lists, operand });
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ServiceError)) throw error;
    process.stderr.write(`madang: ${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
