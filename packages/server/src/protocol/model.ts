/** The compiled service model: what `tools/models` writes from botocore's, and what the codecs are generated from. */

export type Protocol = 'query' | 'ec2' | 'json' | 'rest-json' | 'rest-xml' | 'smithy-rpc-v2-cbor';

export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp';

export type MemberLocation = 'header' | 'headers' | 'uri' | 'querystring' | 'statusCode';

/** A reference to a shape with the traits of the place that refers to it. */
export interface Member {
  /** Index into {@link ServiceModel.shapes}. */
  shape: number;
  /** Name on the wire where it differs from the member's name (botocore's locationName). */
  name?: string;
  location?: MemberLocation;
  /** Name in the ec2 protocol's request, where it differs. */
  queryName?: string;
  flattened?: true;
  xmlAttribute?: true;
  xmlNamespace?: XmlNamespace;
  streaming?: true;
  timestampFormat?: TimestampFormat;
  jsonValue?: true;
  idempotencyToken?: true;
  hostLabel?: true;
  eventPayload?: true;
  eventHeader?: true;
}

export interface XmlNamespace {
  uri: string;
  prefix?: string;
}

export interface Constraints {
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
}

export interface StructureShape {
  type: 'structure';
  name: string;
  members: Record<string, Member>;
  required?: string[];
  /** The member that is the whole body. */
  payload?: string;
  union?: true;
  document?: true;
  /** The members are events of a stream. */
  eventStream?: true;
  event?: true;
  /** Root or wrapper element's name. */
  locationName?: string;
  xmlNamespace?: XmlNamespace;
  error?: ErrorTrait;
}

export interface ErrorTrait {
  /** Code on the wire of query, ec2 and REST-XML; the shape's name is the code elsewhere. */
  code: string;
  status: number;
  /** AWS's fault (a 5xx) rather than the sender's. */
  fault?: true;
}

export interface ListShape extends Constraints {
  type: 'list';
  name: string;
  member: Member;
  flattened?: true;
}

export interface MapShape extends Constraints {
  type: 'map';
  name: string;
  key: Member;
  value: Member;
  flattened?: true;
}

export interface ScalarShape extends Constraints {
  type: 'string' | 'integer' | 'long' | 'double' | 'float' | 'boolean' | 'blob' | 'timestamp';
  timestampFormat?: TimestampFormat;
  streaming?: true;
  jsonValue?: true;
  /** Name of the shape, kept for scalars that an operation uses as a payload. */
  sensitive?: true;
}

export type Shape = StructureShape | ListShape | MapShape | ScalarShape;

export interface OperationModel {
  name: string;
  method: string;
  /** URI template, for example `/{Bucket}/{Key+}?acl`. */
  uri: string;
  /** HTTP status of a success. */
  status: number;
  input?: number;
  output?: number;
  /** Root element of a restXml request, where the model names one. */
  inputName?: string;
  inputNamespace?: XmlNamespace;
  /** Element around the result in the query protocol. */
  resultWrapper?: string;
  outputName?: string;
  /** Names of the error shapes that the model lists. */
  errors?: string[];
  hostPrefix?: string;
  /** botocore's `httpChecksum.requestChecksumRequired` or `httpChecksumRequired`. */
  checksumRequired?: true;
  /** Member that names the algorithm of the request's checksum. */
  checksumAlgorithmMember?: string;
  /** botocore's `authtype: none`: callable without a signature. */
  anonymous?: true;
  deprecated?: true;
}

export interface ServiceModel extends ServiceIndexEntry {
  /** XML namespace of the answers of query and REST-XML services. */
  xmlNamespace?: string;
  shapes: Shape[];
  operations: Record<string, OperationModel>;
  /** Error shapes by name, as indexes into shapes. */
  errors: Record<string, number>;
}

/** What routing needs to know of every service, held in one small file. */
export interface ServiceIndexEntry {
  /** Botocore's folder name, the name used all over Madang: `sqs`, `elbv2`, `stepfunctions`. */
  service: string;
  /** AWS's service id: `SQS`, `Elastic Load Balancing v2`, `SFN`. */
  serviceId: string;
  apiVersion: string;
  signingName: string;
  endpointPrefix: string;
  /** All protocols the service speaks, the preferred one first. */
  protocols: Protocol[];
  jsonVersion?: string;
  targetPrefix?: string;
  /** Answers carry `x-amzn-query-error`. */
  queryCompatible?: true;
}
