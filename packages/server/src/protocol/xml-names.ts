import type { ListShape, MapShape, Member, ServiceModel, StructureShape, XmlNamespace } from './model.ts';

/** Namespaces that botocore's models of the REST-XML services leave out. */
const NAMESPACES: Readonly<Record<string, string>> = {
  s3: 'http://s3.amazonaws.com/doc/2006-03-01/',
  route53: 'https://route53.amazonaws.com/doc/2013-04-01/',
};

export function serviceNamespace(service: ServiceModel): string | undefined {
  return service.xmlNamespace ?? NAMESPACES[service.service];
}

/** Element of a member inside its structure. */
export function elementName(service: ServiceModel, memberName: string, member: Member): string {
  if (member.name !== undefined) return member.name;
  // Botocore moved the xmlName of S3's flattened tag lists from the member to the list's own member.
  if (service.service === 's3' && isFlattened(service, member)) {
    const shape = service.shapes[member.shape]!;
    if (shape.type === 'list' && shape.member.name !== undefined) return shape.member.name;
  }
  return memberName;
}

export function isFlattened(service: ServiceModel, member: Member): boolean {
  const shape = service.shapes[member.shape]!;
  return (shape.type === 'list' || shape.type === 'map') && (member.flattened ?? shape.flattened ?? false);
}

export function itemName(list: ListShape): string {
  return list.member.name ?? 'member';
}

export function entryNames(map: MapShape): { key: string; value: string } {
  return { key: map.key.name ?? 'key', value: map.value.name ?? 'value' };
}

export function memberNamespace(service: ServiceModel, member: Member): XmlNamespace | undefined {
  if (member.xmlNamespace) return member.xmlNamespace;
  const shape = service.shapes[member.shape]!;
  return shape.type === 'structure' ? shape.xmlNamespace : undefined;
}

export function structureAt(service: ServiceModel, index: number): StructureShape {
  const shape = service.shapes[index];
  if (shape?.type !== 'structure') throw new Error(`shape ${index} of ${service.service} is not a structure`);
  return shape;
}

/** Members that are part of the body: the given ones, or all that no header, path or query carries. */
export function bodyMembers(shape: StructureShape, names?: readonly string[]): [name: string, member: Member][] {
  return Object.entries(shape.members).filter(([name, member]) =>
    names === undefined ? member.location === undefined : names.includes(name),
  );
}
