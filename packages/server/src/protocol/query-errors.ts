import type { AwsError } from '../platform/errors.ts';
import type { ServiceModel } from './model.ts';
import { structureAt } from './xml-names.ts';
import { xmlMembersEncoder } from './xml-encode.ts';

/** What the XML of an error says, for the protocols that answer errors in XML. */
export interface XmlErrorDetails {
  code: string;
  status: number;
  type: 'Sender' | 'Receiver';
  message: string;
  /** Elements of the shape's further members. */
  members: string;
}

export function errorDetails(service: ServiceModel | undefined, { code, message, details }: AwsError): XmlErrorDetails {
  const index = service && Object.hasOwn(service.errors, code) ? service.errors[code] : undefined;
  const trait = index === undefined ? undefined : structureAt(service!, index).error;
  const status = details.status ?? trait?.status ?? 400;
  return {
    code: trait?.code ?? code,
    status,
    type: (trait?.fault ?? status >= 500) ? 'Receiver' : 'Sender',
    message,
    members: index === undefined || details.members === undefined ? '' : membersOf(service!, index, details.members),
  };
}

function membersOf(service: ServiceModel, index: number, members: Record<string, unknown>): string {
  const names = Object.keys(structureAt(service, index).members).filter((name) => name.toLowerCase() !== 'message');
  return xmlMembersEncoder(service, index, names)(members);
}
