import { cborCodec } from './cbor-codec.ts';
import { ec2Codec } from './ec2.ts';
import { jsonCodec } from './json-codec.ts';
import type { Protocol } from './model.ts';
import { queryCodec } from './query.ts';
import { restJsonCodec, restXmlCodec } from './rest-codec.ts';
import type { Codec } from './wire.ts';

const codecs: Readonly<Record<Protocol, Codec>> = {
  query: queryCodec,
  ec2: ec2Codec,
  json: jsonCodec,
  'rest-json': restJsonCodec,
  'rest-xml': restXmlCodec,
  'smithy-rpc-v2-cbor': cborCodec,
};

export function codecFor(protocol: Protocol): Codec {
  return codecs[protocol];
}
