/** AWS's protocol test cases as botocore ports them, turned round for a server: requests are read, answers written. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileModel } from '../../../../tools/models/compile.ts';
import type { BotocoreModel, BotocoreOperation } from '../../../../tools/models/sources.ts';
import type { Protocol } from './model.ts';
import { suites } from './protocol-case-suites.ts';
import type { WireOperation, WireRequest } from './wire.ts';

export interface ProtocolCase {
  id: string;
  given: BotocoreOperation;
  params?: Record<string, unknown>;
  serialized: { method?: string; uri?: string; headers?: Record<string, string>; body?: string };
  result?: Record<string, unknown>;
  errorCode?: string;
  errorMessage?: string;
  error?: Record<string, unknown>;
  response: { status_code: number; headers?: Record<string, string>; body?: string };
}

interface ProtocolSuite {
  description: string;
  metadata: BotocoreModel['metadata'];
  shapes: BotocoreModel['shapes'];
  cases: ProtocolCase[];
}

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));
export const casesDirectory = `${process.env['MADANG_SHARED'] ?? `${projectRoot}../shared`}/protocol-tests`;
export const casesAreHere = existsSync(`${casesDirectory}/input/json.json`);

export type Direction = 'input' | 'output';

/** A case with the model that it is about. */
export interface CaseOfOperation {
  file: string;
  id: string;
  protocol: Protocol;
  test: ProtocolCase;
  operation: WireOperation;
  /** Why the case says nothing about a server. */
  skipped: string | undefined;
}

/** All cases of one direction; none where the folder is missing. */
export function readCases(direction: Direction): CaseOfOperation[] {
  return casesAreHere ? Object.keys(suites).flatMap((file) => readFile(direction, file)) : [];
}

function readFile(direction: Direction, file: string): CaseOfOperation[] {
  const { protocol, skippedInput = {}, skippedOutput = {} } = suites[file] ?? { protocol: 'json' };
  const skipped = direction === 'input' ? skippedInput : skippedOutput;
  const content = JSON.parse(readFileSync(`${casesDirectory}/${direction}/${file}.json`, 'utf8')) as ProtocolSuite[];
  return content.flatMap((suite) =>
    suite.cases.map((test) => {
      const { id } = test;
      return { file, id, protocol, test, operation: operationOf(suite, test), skipped: skipped[id] };
    }),
  );
}

function operationOf({ metadata, shapes }: ProtocolSuite, { given }: ProtocolCase): WireOperation {
  const service = compileModel('conformance', { metadata, shapes, operations: { [given.name]: given } });
  return { service, model: service.operations[given.name] as WireOperation['model'] };
}

/** Ids of skipped cases that are not in the files any more. */
export function unknownSkippedCases(): string[] {
  const ids = new Set([...readCases('input'), ...readCases('output')].map(({ id }) => id));
  return Object.values(suites)
    .flatMap(({ skippedInput, skippedOutput }) => Object.keys({ ...skippedInput, ...skippedOutput }))
    .filter((id) => !ids.has(id));
}

export function requestOf({ test: { serialized, given }, protocol }: CaseOfOperation): WireRequest {
  const [path = '/', query = ''] = (serialized.uri ?? '/').split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(serialized.headers ?? {})) headers[name.toLowerCase()] = value;
  return {
    method: serialized.method ?? given.http?.method ?? 'POST',
    path,
    query,
    headers,
    body: Buffer.from(serialized.body ?? '', protocol === 'smithy-rpc-v2-cbor' ? 'base64' : 'utf8'),
  };
}
