/** `node packages/conformance/crash/stacks/main.ts [kills] [seed]`: kills a server amid operations on stacks, over and over. */
import { killStacks } from './kills.ts';

const kills = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`${kills} kills amid stacks of forty resources, seed ${seed}`);
const report = await killStacks({ kills, seed }, print);
for (const [moment, count] of report.moments) print(`  ${String(count).padStart(4)}  ${moment}`);
print(`${report.kills} kills in ${report.operations} operations, ${report.problems.length} problems`);
for (const problem of report.problems.slice(0, 50)) print(`  ${problem}`);
process.exitCode = report.problems.length === 0 ? 0 : 1;
