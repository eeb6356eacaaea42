import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { account } from './scenarios.ts';

/** A server under measurement, in a process of its own. */
export interface Subject {
  name: string;
  port: number;
  /** From the start of the process to the first byte of the first answer. */
  startMs: number;
  residentMegabytes(): number;
  stop(): Promise<void>;
}

const root = new URL('../../', import.meta.url).pathname;

export async function startBare(port: number): Promise<Subject> {
  return start('bare node:http', port, process.execPath, [join(root, 'tools/bench/bare-server.ts'), String(port)]);
}

/** Stores what it is sent in a file and sends it back: the ruler of large objects. */
export async function startBareFiles(port: number): Promise<Subject> {
  return start('bare files', port, process.execPath, [join(root, 'tools/bench/bare-files.ts'), String(port)]);
}

/** On disk, so that writes are durable; by the launcher, as a user starts it. */
export async function startMadang(port: number, ...options: string[]): Promise<Subject> {
  const data = mkdtempSync(join(tmpdir(), 'madang-bench-'));
  const args = [
    'start',
    '--port',
    String(port),
    '--data',
    data,
    '--log-level',
    'error',
    '--account',
    account,
    ...options,
  ];
  const subject = await start('madang', port, join(root, 'madang'), args);
  return {
    ...subject,
    async stop() {
      await subject.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Undefined where moto is not installed. */
export async function startMoto(port: number): Promise<Subject | undefined> {
  if (spawnSync('moto_server', ['--help']).status !== 0) return undefined;
  return start('moto', port, 'moto_server', ['-H', '127.0.0.1', '-p', String(port)]);
}

async function start(name: string, port: number, command: string, args: string[]): Promise<Subject> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  await firstAnswer(child, name, port);
  const startMs = performance.now() - startedAt;
  return {
    name,
    port,
    startMs,
    residentMegabytes: () => residentMegabytes(child.pid ?? 0),
    stop: () => stop(child),
  };
}

async function firstAnswer(child: ChildProcess, name: string, port: number): Promise<void> {
  for (let tries = 0; tries < 30_000; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it answered`);
    if (await answers(port)) return;
    await delay(1);
  }
  throw new Error(`${name} did not answer`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    socket.on('connect', () =>
      socket.write(
        `POST / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    socket.on('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
