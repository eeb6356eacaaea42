import { createHash, hash } from 'node:crypto';
import type { StoredAttributes } from './message-attributes.ts';

const textValue = Buffer.from([1]);
const binaryValue = Buffer.from([2]);

export function digestOf(body: string): string {
  return hash('md5', body);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function attributesDigest(attributes: StoredAttributes): string {
  const digest = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { type = '', text, binary = '' } = attributes[name] ?? {};
    add(Buffer.from(name));
    add(Buffer.from(type));
    digest.update(text === undefined ? binaryValue : textValue);
    add(text === undefined ? Buffer.from(binary, 'base64') : Buffer.from(text));
  }
  return digest.digest('hex');
}
