import { Python2Keys } from './python2-keys.ts';
import { isMap, type Fields } from './values.ts';

/**
 * What a map or list would be in AWS's transform, beyond its content: the order of its keys, and which of its strings
 * came from the template (printed with a `u` in front) and which from the transform itself. Only the text of an API's
 * definition needs it, to name the deployment as AWS does.
 */
interface Traits {
  readonly keys?: Python2Keys;
  readonly fromTemplate: Set<string> | 'all';
  readonly keysFromTemplate: Set<string> | 'all';
  /** Numbers whose text in the template says more than their value, as `2.0` does, by their place in this one. */
  readonly numberTexts?: ReadonlyMap<string, string>;
}

/** By JSON pointer: the texts of such numbers in the whole template. */
export type NumberTexts = ReadonlyMap<string, string>;

const NO_TEXTS: NumberTexts = new Map();

const TRAITS = Symbol('python traits');

function traitsOf(value: object): Traits | undefined {
  return (value as { [TRAITS]?: Traits })[TRAITS];
}

function setTraits<T extends object>(value: T, traits: Traits): T {
  return Object.defineProperty(value, TRAITS, { value: traits, enumerable: false, configurable: true });
}

function adopted<T extends object>(container: T, place: Place): T {
  const texts = new Map<string, string>();
  if (place.numberTexts.size > 0) {
    for (const [name, member] of Object.entries(container)) {
      const text = typeof member === 'number' && place.numberTexts.get(inside(place, name).pointer);
      if (text) texts.set(name, text);
    }
  }
  const keys = Array.isArray(container) ? undefined : new Python2Keys();
  for (const key of keys ? Object.keys(container) : []) keys?.add(key);
  return setTraits(container, {
    ...(keys && { keys }),
    ...(texts.size > 0 && { numberTexts: texts }),
    fromTemplate: 'all',
    keysFromTemplate: 'all',
  });
}

interface Place {
  readonly pointer: string;
  readonly numberTexts: NumberTexts;
}

function inside({ pointer, numberTexts }: Place, name: string): Place {
  return { pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, numberTexts };
}

export function placeIn(numberTexts: NumberTexts | undefined, ...path: string[]): Place {
  return path.reduce(inside, { pointer: '', numberTexts: numberTexts ?? NO_TEXTS });
}

/** Takes a part of the template over as Python 2 would have it. */
export function adopt<T>(value: T, place: Place = placeIn(undefined)): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, member] of Object.entries(value)) adopt(member, inside(place, name));
  return adopted(value, place);
}

/** Takes over only the map itself, not its members. */
export function adoptKeys(fields: Fields): void {
  adopted(fields, placeIn(undefined));
}

/** A map that the transform made, with the names of those members whose value is text of the template. */
export function table(fields: Fields, templateTexts: readonly string[] = []): Fields {
  const keys = new Python2Keys();
  keys.merge(Object.keys(fields));
  return setTraits(fields, { keys, fromTemplate: new Set(templateTexts), keysFromTemplate: new Set() });
}

/** Notes that strings in a map or list made by the transform are text of the template. */
export function withTemplateText<T extends object>(value: T, names: readonly string[] | 'all' = 'all'): T {
  const fromTemplate = names === 'all' ? names : new Set(names);
  return setTraits(value, { fromTemplate, keysFromTemplate: new Set() });
}

export interface Origin {
  readonly key?: boolean;
  readonly value?: boolean;
}

/** Sets a member, noting whether its name and its text come from the template. */
export function put(target: Fields, name: string, value: unknown, origin: Origin = {}): void {
  const traits = traitsOf(target);
  if (!traits) {
    target[name] = value;
    return;
  }
  keysOf(target);
  const isNew = !(name in target);
  target[name] = value;
  const { fromTemplate, keysFromTemplate } = traits;
  const namesOf = (all: Set<string> | 'all'): Set<string> => (all === 'all' ? new Set(Object.keys(target)) : all);
  const texts = namesOf(fromTemplate);
  const names = namesOf(keysFromTemplate);
  if (origin.value) texts.add(name);
  else texts.delete(name);
  if (isNew && origin.key) names.add(name);
  else if (isNew) names.delete(name);
  if (traits.keys) traits.keys.add(name);
  setTraits(target, { ...traits, fromTemplate: texts, keysFromTemplate: names });
}

/** Sets members of the transform's own, for all of which Python makes room at once. */
export function update(target: Fields, additions: Fields): void {
  keysOf(target);
  traitsOf(target)?.keys?.merge(Object.keys(additions));
  for (const [name, value] of Object.entries(additions)) put(target, name, value);
}

/** The names of a map in the order in which AWS's transform goes through them. */
export function keysOf(fields: Fields): string[] {
  const keys = traitsOf(fields)?.keys;
  if (!keys) return Object.keys(fields);
  for (const key of keys.list()) if (!Object.hasOwn(fields, key)) keys.remove(key);
  for (const key of Object.keys(fields)) keys.add(key);
  return keys.list();
}

export function entriesOf(fields: Fields): [string, unknown][] {
  return keysOf(fields).map((key) => [key, fields[key]]);
}

function copiedNames(names: Set<string> | 'all'): Set<string> | 'all' {
  return names === 'all' ? names : new Set(names);
}

function copyTraits(from: object, to: object, keys: Python2Keys | undefined): void {
  const traits = traitsOf(from);
  if (!traits) return;
  setTraits(to, {
    ...traits,
    ...(keys && { keys }),
    fromTemplate: copiedNames(traits.fromTemplate),
    keysFromTemplate: copiedNames(traits.keysFromTemplate),
  });
}

/** A deep copy; the keys are added anew one by one, as Python does, which can change their order. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) {
    const copy = value.map(copyOf);
    copyTraits(value, copy, undefined);
    return copy as T;
  }
  if (!isMap(value)) return value;
  const copy: Fields = {};
  for (const [key, member] of Object.entries(value)) copy[key] = copyOf(member);
  keysOf(value);
  copyTraits(value, copy, traitsOf(value)?.keys?.copied());
  return copy as T;
}

/** A copy of the map itself, its members shared; Python makes room for all keys at once here. */
export function shallowCopyOf(value: Fields): Fields {
  const copy: Fields = { ...value };
  const order = traitsOf(value)?.keys && new Python2Keys();
  if (order) order.merge(keysOf(value));
  copyTraits(value, copy, order);
  return copy;
}

export function isFromTemplate(container: object, name: string): boolean {
  const texts = traitsOf(container)?.fromTemplate;
  return texts !== undefined && (texts === 'all' || texts.has(name));
}

const SHORT_ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string, asciiOnly: boolean): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const short = SHORT_ESCAPES[character];
    if (short) return short;
    if (code < 0x20 || code === 0x7f || (asciiOnly && code > 0x7f && code <= 0xff)) {
      return `\\x${code.toString(16).padStart(2, '0')}`;
    }
    if (!asciiOnly || code < 0x7f) return character;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }).join('');
  if (!escaped.includes("'")) return `'${escaped}'`;
  if (!escaped.includes('"')) return `"${escaped}"`;
  return `'${escaped.replaceAll("'", String.raw`\'`)}'`;
}

/** A number with a fraction stays one in Python, also when the fraction is zero. */
function numberText(value: number, written: string | undefined): string {
  return written && /[.eE]/.test(written) && Number.isInteger(value) ? `${value}.0` : String(value);
}

function memberText(container: object, name: string, value: unknown): string {
  if (typeof value === 'number') return numberText(value, traitsOf(container)?.numberTexts?.get(name));
  return pythonText(value, isFromTemplate(container, name));
}

/** How Python prints a value inside a list or a map. */
export function pythonText(value: unknown, fromTemplate = false): string {
  if (typeof value === 'string') return fromTemplate ? `u${quoted(value, true)}` : quoted(value, false);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => memberText(value, String(index), item)).join(', ')}]`;
  }
  if (typeof value === 'number') return String(value);
  if (!isMap(value)) return 'None';
  const keysFromTemplate = traitsOf(value)?.keysFromTemplate;
  const members = entriesOf(value).map(([key, member]) => {
    const isTemplateKey = keysFromTemplate !== undefined && (keysFromTemplate === 'all' || keysFromTemplate.has(key));
    return `${pythonText(key, isTemplateKey)}: ${memberText(value, key, member)}`;
  });
  return `{${members.join(', ')}}`;
}

/** How a value reads in an error message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return pythonText(Array.isArray(value) || isMap(value) ? (JSON.parse(JSON.stringify(value)) as unknown) : value);
}
