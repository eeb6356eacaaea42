import { AwsError } from '../../../platform/errors.ts';
import type { ResourceSignal } from '../model/signal.ts';

/** `{"Status": "SUCCESS", "UniqueId": "node-1", "Data": "ready", "Reason": "Configured"}` */
export function parseWaitSignal(
  body: Readonly<Record<string, unknown>>,
): Pick<ResourceSignal, 'status' | 'uniqueId' | 'data' | 'reason'> {
  const { Status, UniqueId, Data, Reason } = body;
  if (Status !== 'SUCCESS' && Status !== 'FAILURE') throw malformed('Status must be SUCCESS or FAILURE.');
  if (typeof UniqueId !== 'string' || UniqueId === '') throw malformed('UniqueId must be a text.');
  if (Status === 'FAILURE' && Reason === undefined) throw malformed('A FAILURE must have its Reason.');
  return { status: Status, uniqueId: UniqueId, data: textOf(Data), reason: textOf(Reason) };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function malformed(message: string): AwsError {
  return new AwsError('InvalidRequest', message, { status: 400 });
}
