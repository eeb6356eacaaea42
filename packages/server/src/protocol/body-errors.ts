import type { AwsError } from '../platform/errors.ts';
import { bodyProjection } from './json-encode.ts';
import type { BodyFlavour } from './json-decode.ts';
import type { ServiceModel } from './model.ts';
import { structureAt } from './xml-names.ts';

/** An error as the protocols whose bodies are JSON or CBOR answer it. */
export interface BodyError {
  /** Name of the shape, or the bare code of an error that the model does not list. */
  name: string;
  status: number;
  /** Further members and the message, under their wire names. */
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

/** Errors that query-compatible services name differently in the query protocol and in JSON, beside their models. */
const jsonNames: Readonly<Record<string, string>> = {
  MissingParameter: 'MissingRequiredParameterException',
  InvalidParameterValue: 'InvalidParameterValueException',
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  InvalidAction: 'UnknownOperationException',
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

export function bodyError(service: ServiceModel | undefined, error: AwsError, flavour: BodyFlavour): BodyError {
  const { code, message, details } = error;
  const index = service && errorShape(service, code);
  if (service === undefined || index === undefined) {
    const name = service?.queryCompatible ? (jsonNames[code] ?? code) : code;
    const headers = service?.queryCompatible ? queryError(queryCode(code), details.status ?? 400) : {};
    return { name, status: details.status ?? 400, body: messageMember('message', message), headers };
  }
  const shape = structureAt(service, index);
  const { members } = shape;
  const values = { ...details.members };
  const messageName = Object.keys(members).find((name) => name.toLowerCase() === 'message');
  if (messageName !== undefined && message !== '') values[messageName] ??= message;
  // Lambda's errors say whose fault they are.
  if (service.service === 'lambda' && 'Type' in members) values['Type'] ??= shape.error?.fault ? 'Service' : 'User';
  const bodyNames = Object.keys(members).filter((name) => members[name]?.location === undefined);
  const body = bodyProjection(
    service,
    index,
    flavour,
    bodyNames.length < Object.keys(members).length ? bodyNames : undefined,
  )(values);
  const status = details.status ?? shape.error?.status ?? 400;
  return {
    name: shape.name,
    status,
    // CodeCommit's shapes have no message, but its answers do.
    body: messageName === undefined ? { ...messageMember('message', message), ...body } : body,
    headers: service.queryCompatible ? queryError(shape.error?.code ?? shape.name, status) : {},
  };
}

/** The error shape that a service means by its name, or by its code on the wire of the query protocol. */
export function errorShape(service: ServiceModel, code: string): number | undefined {
  if (Object.hasOwn(service.errors, code)) return service.errors[code];
  return Object.values(service.errors).find((index) => structureAt(service, index).error?.code === code);
}

function queryCode(code: string): string {
  return Object.keys(jsonNames).find((name) => jsonNames[name] === code) ?? code;
}

function queryError(code: string, status: number): Record<string, string> {
  return { 'x-amzn-query-error': `${code};${status >= 500 ? 'Receiver' : 'Sender'}` };
}

function messageMember(name: string, message: string): Record<string, unknown> {
  return message === '' ? {} : { [name]: message };
}
