import type { Random } from '../crash/random.ts';
import { goodText } from './dictionary.ts';
import type { Service, Shape } from './model.ts';

/** A value as a client would send it, JSON-like: blobs are bytes, timestamps are seconds. */
export type Value = null | boolean | number | string | Uint8Array | Value[] | { [name: string]: Value };

const deepest = 6;

/** An input that the model allows, or nearly so. */
export function sampleInput(service: Service, shape: number | undefined, random: Random): Record<string, Value> {
  if (shape === undefined) return {};
  return sampleStructure(service, service.shapes[shape] as Shape, random, 0);
}

function sampleStructure(service: Service, shape: Shape, random: Random, depth: number): Record<string, Value> {
  const members = Object.entries(shape.members ?? {});
  const density = depth === 0 ? 0.35 : 0.25;
  const chosen = members.filter(
    ([name]) => shape.required?.includes(name) || (depth < deepest && random.chance(density)),
  );
  return Object.fromEntries(
    chosen.map(([name, { shape: index }]) => [name, sample(service, index, name, random, depth + 1)]),
  );
}

function sample(service: Service, index: number, name: string, random: Random, depth: number): Value {
  const shape = service.shapes[index] as Shape;
  switch (shape.type) {
    case 'structure':
      return depth > deepest * 2 ? {} : sampleStructure(service, shape, random, depth);
    case 'list':
      return Array.from({ length: (shape.min ?? 0) + random.below(3) }, () =>
        depth > deepest ? '' : sample(service, shape.member?.shape ?? 0, name, random, depth + 1),
      ).slice(0, 12);
    case 'map':
      return sampleMap(service, shape, random, depth);
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'long':
      return (shape.min ?? 0) + random.below(3);
    case 'double':
    case 'float':
      return random.fraction() * 10;
    case 'timestamp':
      return 1_780_000_000 + random.below(1000);
    case 'blob':
      return Buffer.from(goodText(name, random));
    default:
      return shape.enum === undefined
        ? goodText(name, random).padEnd(Math.min(shape.min ?? 0, 100), 'x')
        : random.pick(shape.enum);
  }
}

/** Values of maps are often more text than the model tells: numbers in attributes of queues, for example. */
function sampleMap(service: Service, shape: Shape, random: Random, depth: number): Record<string, Value> {
  const { key, value } = shape;
  if (key === undefined || value === undefined || depth > deepest) return {};
  const entries = Array.from({ length: 1 + random.below(2) }, (): [string, Value] => {
    const sampled = sample(service, key.shape, 'Key', random, depth + 1);
    const name = typeof sampled === 'string' ? sampled : 'key';
    const isText = service.shapes[value.shape]?.type === 'string';
    const plain = random.pick(['0', '1', 'true', 'false', '60']);
    return [name, isText && random.chance(0.7) ? plain : sample(service, value.shape, name, random, depth + 1)];
  });
  return Object.fromEntries(entries);
}
