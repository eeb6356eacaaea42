import type { Random } from '../crash/random.ts';
import { hostileNumber, hostileText } from './dictionary.ts';
import type { Value } from './sample.ts';

/** `string`, `number` or anything else. */
export type Kind = string;

/** One place in a tree of values. */
interface Place {
  container: Value[] | Record<string, Value>;
  key: string | number;
}

/** Breaks a few values of an input, and puts some where `members` of its shape were left out. Changes it in place. */
export function mutateInput(
  input: Record<string, Value>,
  members: Readonly<Record<string, Kind>>,
  random: Random,
): void {
  for (let count = 1 + random.below(3); count > 0; count--) {
    const places = placesIn(input);
    const roll = random.fraction();
    const [name, kind] = random.pick([...Object.entries(members), ['', undefined] as const]);
    if (roll < 0.35 && kind !== undefined) setOwn(input, name, hostileValue(random, kind));
    else if (roll < 0.45 || places.length === 0) setOwn(input, hostileText(random), hostileValue(random));
    else mutatePlace(random.pick(places), random);
  }
}

function placesIn(value: Value, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > 8) return [];
  const keys = Array.isArray(value) ? value.slice(0, 20).map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => [{ container: value, key }, ...placesIn(at({ container: value, key }), depth + 1)]);
}

function at({ container, key }: Place): Value {
  return (container as Record<string | number, Value>)[key] ?? null;
}

function mutatePlace(place: Place, random: Random): void {
  const { container, key } = place;
  const value = at(place);
  const roll = random.fraction();
  if (roll < 0.2 && !Array.isArray(container)) {
    delete container[key];
    if (roll < 0.1) setOwn(container, hostileText(random), value);
  } else if (roll < 0.3 && Array.isArray(value)) {
    const isSmall = typeof value[0] !== 'object' && String(value[0]).length < 100;
    const copies = isSmall && random.chance(0.1) ? 2000 : 11;
    const copied = Array.from({ length: copies }, () => value[0] ?? null);
    setOwn(container, key, copied);
  } else {
    setOwn(container, key, hostileValue(random, typeof value));
  }
}

/** Also sets `__proto__` as a property like any other. */
function setOwn(container: object, key: string | number, value: Value): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Half of the time of the type that is expected: what is not comes no further than the codec. */
function hostileValue(random: Random, kind?: Kind): Value {
  if (kind === 'string' && random.chance(0.5)) return hostileText(random);
  if (kind === 'number' && random.chance(0.5)) return hostileNumber(random);
  const kinds: (() => Value)[] = [
    () => null,
    () => random.chance(0.5),
    () => hostileNumber(random),
    () => hostileText(random),
    () => hostileText(random),
    () => [],
    () => ({}),
    () => [null],
    () => [hostileText(random), hostileNumber(random)],
    () => Object.fromEntries([[hostileText(random), hostileText(random)]]),
    () => Buffer.from(hostileText(random)),
    () => nested(random),
  ];
  return random.pick(kinds)();
}

function nested(random: Random): Value {
  let value: Value = hostileText(random);
  const isList = random.chance(0.5);
  for (let depth = random.pick([5, 100, 1000]); depth > 0; depth--) value = isList ? [value] : { a: value };
  return value;
}
