import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AwsError } from '../platform/errors.ts';
import type { BodyStream } from '../platform/body-stream.ts';
import type { OperationModel, ServiceModel } from './model.ts';

/** A request as it came, its body decoded of aws-chunked and gzip. */
export interface WireRequest {
  method: string;
  /** Path as sent, still percent-encoded, without the query. Virtual-host buckets are already part of it. */
  path: string;
  /** Query string as sent, without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  /** Whole body; empty for operations whose body streams. */
  body: Buffer;
  /** The body of an operation whose input streams. */
  stream?: Readable;
}

export interface WireResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | BodyStream;
}

/**
 * One wire protocol, seen from the server. Decoded inputs use the model's member names: timestamps as Date,
 * blobs as Uint8Array, documents as plain values. Null members are left out.
 */
export interface Codec {
  /** Throws AwsError SerializationException (or the protocol's own code) where the body cannot be read. */
  decode(operation: WireOperation, request: WireRequest, labels?: Record<string, string>): Record<string, unknown>;
  encode(operation: WireOperation, output: Record<string, unknown>, requestId: string): WireResponse;
  encodeError(service: ServiceModel | undefined, error: AwsError, requestId: string): WireResponse;
}

/** An operation with the model it belongs to; generated functions are cached per object of this type. */
export interface WireOperation {
  readonly service: ServiceModel;
  readonly model: OperationModel;
}
