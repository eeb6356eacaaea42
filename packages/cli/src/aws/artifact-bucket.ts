import { createHash } from 'node:crypto';
import type { Connection } from './connection.ts';
import { callQuery, send, serviceError } from './query-client.ts';
import { textOf } from './xml.ts';

export interface ArtifactLocation {
  bucket: string;
  key: string;
  /** Path-style, at the endpoint itself: what CloudFormation takes as a TemplateURL. */
  url: string;
}

/** Keeps content under a key made of its hash, so that what did not change keeps its address. */
export interface ArtifactStore {
  put(content: string | Uint8Array<ArrayBuffer>, extension: string): Promise<ArtifactLocation>;
}

/** The account's bucket for what a deployment uploads; made at the first use. */
export function artifactBucket(connection: Connection): ArtifactStore {
  let name: Promise<string> | undefined;
  return {
    async put(content, extension) {
      const bucket = await (name ??= ensureBucket(connection));
      const key = createHash('sha256').update(content).digest('hex').slice(0, 32) + extension;
      await request(connection, 'PUT', `/${bucket}/${key}`, content);
      return { bucket, key, url: `${connection.endpoint}/${bucket}/${key}` };
    },
  };
}

async function ensureBucket(connection: Connection): Promise<string> {
  const { region } = connection;
  const identity = await callQuery(connection, { signingName: 'sts', version: '2011-06-15' }, 'GetCallerIdentity');
  const bucket = `madang-deploy-${textOf(identity, 'Account')}-${region}`;
  const configuration =
    region === 'us-east-1'
      ? ''
      : `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  await request(connection, 'PUT', `/${bucket}`, configuration, ['BucketAlreadyOwnedByYou']);
  return bucket;
}

async function request(
  connection: Connection,
  method: string,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  accepted: string[] = [],
): Promise<void> {
  const url = new URL(path, connection.endpoint);
  const response = await send(connection, 's3', { method, url, headers: {}, body });
  const answer = await response.text();
  if (response.ok) return;
  const error = serviceError(response, answer);
  if (!accepted.includes(error.code)) throw error;
}
