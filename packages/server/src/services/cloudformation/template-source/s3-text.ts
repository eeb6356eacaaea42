import { templateLimits } from '../../../engines/cloudformation/template/limits.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { toReadable } from '../../../platform/body-stream.ts';
import type { Calls } from '../../../platform/service.ts';
import type { S3Location } from './template-url.ts';

/** The text of an object, read as the caller. Errors of S3 are thrown as they come. */
export async function readS3Text(call: Calls, location: S3Location): Promise<string> {
  const { Body, ContentLength = 0 } = await call.s3.GetObject({ ...location });
  if (Body === undefined) return '';
  if (Body instanceof Uint8Array) return new TextDecoder().decode(Body);
  const stream = toReadable(Body);
  if (ContentLength > templateLimits.urlBytes) {
    stream.destroy();
    throw new TemplateError(`Template may not exceed ${templateLimits.urlBytes} bytes in size.`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
