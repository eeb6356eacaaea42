import type { Member, Operation, Service, Shape } from './model.ts';
import type { Value } from './sample.ts';

const mostCharacters = 1_000_000;

/** The form of the query and ec2 protocols. What the model does not know goes by its own name. */
export function queryForm(
  service: Service,
  operation: Operation,
  protocol: string,
  input: Record<string, Value>,
): string {
  const pairs: string[] = [`Action=${operation.name}`, `Version=${service.apiVersion}`];
  let length = 0;
  const write = (name: string, value: Value, shape: Shape | undefined, member: Member | undefined): void => {
    // Copies of deep values have long names each.
    if (value === null || length > mostCharacters) return;
    if (Array.isArray(value)) {
      const isFlat = protocol === 'ec2' || shape?.flattened === true || member?.flattened === true;
      const prefix = isFlat ? name : `${name}.${shape?.member?.name ?? 'member'}`;
      value.forEach((item, index) => write(`${prefix}.${index + 1}`, item, shapeOf(shape?.member), shape?.member));
    } else if (typeof value === 'object' && !(value instanceof Uint8Array)) {
      writeObject(name, value, shape);
    } else {
      const text = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
      const pair = `${encode(name)}=${encode(text)}`;
      length += pair.length;
      pairs.push(pair);
    }
  };
  const writeObject = (name: string, value: Record<string, Value>, shape: Shape | undefined): void => {
    const dotted = name === '' ? '' : `${name}.`;
    Object.entries(value).forEach(([key, item], index) => {
      if (shape?.type === 'map') {
        const entry = `${dotted}${shape.flattened ? '' : 'entry.'}${index + 1}`;
        write(`${entry}.${shape.key?.name ?? 'key'}`, key, undefined, undefined);
        write(`${entry}.${shape.value?.name ?? 'value'}`, item, shapeOf(shape.value), shape.value);
        return;
      }
      const member = shape?.members !== undefined && Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
      write(`${dotted}${wireName(key, member)}`, item, shapeOf(member), member);
    });
  };
  const wireName = (key: string, member: Member | undefined): string => {
    if (protocol !== 'ec2') return member?.name ?? key;
    const name = member?.queryName ?? member?.name ?? key;
    return name.slice(0, 1).toUpperCase() + name.slice(1);
  };
  const shapeOf = (member: Member | undefined): Shape | undefined =>
    member === undefined ? undefined : service.shapes[member.shape];
  writeObject('', input, operation.input === undefined ? undefined : service.shapes[operation.input]);
  return pairs.join('&');
}

/** As URLSearchParams does, which takes lone surrogates where encodeURIComponent throws. */
export function encode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
