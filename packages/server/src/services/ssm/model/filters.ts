import type { ParametersFilter, ParameterStringFilter } from '../../../../generated/types/ssm.ts';
import { SsmError } from '../errors.ts';
import type { Parameter } from './parameter.ts';
import { parentOf, parsePath } from './parameter-name.ts';

export interface ParameterFilter {
  key: string;
  option: string;
  values: readonly string[];
}

const keysOfDescribe = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType'];
const keysOfPath = ['Type', 'KeyId', 'Label'];
const optionsByKey: Readonly<Record<string, readonly string[]>> = {
  Path: ['Recursive', 'OneLevel'],
  Name: ['BeginsWith', 'Equals', 'Contains'],
  Label: ['Equals'],
};
const valuesByKey: Readonly<Record<string, readonly string[]>> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
};

export function parseDescribeFilters(filters: readonly ParameterStringFilter[] = []): ParameterFilter[] {
  return parseFilters(filters, keysOfDescribe, true);
}

export function parsePathFilters(filters: readonly ParameterStringFilter[] = []): ParameterFilter[] {
  return parseFilters(filters, keysOfPath, false);
}

/** The `Filters` of DescribeParameters, which came before `ParameterFilters`. */
export function parseLegacyFilters(filters: readonly ParametersFilter[] = []): ParameterFilter[] {
  return filters.map(({ Key, Values }) => ({
    key: Key,
    option: Key === 'Name' ? 'BeginsWith' : 'Equals',
    values: Values,
  }));
}

export function passesAll(filters: readonly ParameterFilter[], parameter: Parameter): boolean {
  return filters.every((filter) => passes(filter, parameter));
}

/** The label that made a parameter pass, and so chooses its version. */
export function matchingLabel(filters: readonly ParameterFilter[], { labels }: Parameter): string | undefined {
  const filter = filters.find(({ key }) => key === 'Label');
  return filter && Object.keys(labels).find((label) => matchesText(filter, label));
}

/** Names are compared as if all began with a slash. */
export function rooted(name: string): string {
  return name.startsWith('/') ? name : `/${name}`;
}

function parseFilters(filters: readonly ParameterStringFilter[], keys: string[], tags: boolean): ParameterFilter[] {
  const seen = new Set<string>();
  return filters.map(({ Key, Option, Values = [] }) => {
    const isTag = Key.startsWith('tag:');
    if (!keys.includes(Key) && !(tags && isTag)) {
      const message = `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}].`;
      throw new SsmError('InvalidFilterKey', message);
    }
    if (seen.has(Key)) {
      const rule = 'A request can contain only one occurrence of a specific filter.';
      throw new SsmError('InvalidFilterKey', `The following filter is duplicated in the request: ${Key}. ${rule}`);
    }
    seen.add(Key);
    if (Values.length === 0 && !isTag) {
      throw invalidValue(`The following filter values are missing : null for filter key ${Key}.`);
    }
    return parseFilter(Key, Option, Values);
  });
}

function parseFilter(key: string, givenOption: string | undefined, values: readonly string[]): ParameterFilter {
  const option = givenOption ?? (key === 'Path' ? 'OneLevel' : 'Equals');
  const options = optionsByKey[key] ?? ['BeginsWith', 'Equals'];
  if (!options.includes(option)) {
    const message = `The following filter option is not valid: ${option}. Valid options include: [${options.join(', ')}].`;
    throw new SsmError('InvalidFilterOption', message);
  }
  const allowed = option === 'Equals' ? valuesByKey[key] : undefined;
  const wrong = allowed && values.find((value) => !allowed.includes(value));
  if (allowed && wrong !== undefined) {
    throw invalidValue(
      `The following filter value is not valid: ${wrong}. Valid values include: [${allowed.join(', ')}].`,
    );
  }
  return { key, option, values: key === 'Path' ? values.map(parsePath) : values };
}

function passes(filter: ParameterFilter, parameter: Parameter): boolean {
  const { key, values } = filter;
  if (key === 'Path') return values.some((path) => isUnder(parameter.name, path, filter.option === 'Recursive'));
  if (key === 'Label') return Object.keys(parameter.labels).some((label) => matchesText(filter, label));
  if (key === 'Name' && filter.option === 'Contains') return matchesText(filter, parameter.name);
  if (key === 'Name') return matchesText({ ...filter, values: values.map(rooted) }, rooted(parameter.name));
  if (!key.startsWith('tag:')) return matchesText(filter, textOf(key, parameter));
  const value = parameter.tags[key.slice('tag:'.length)];
  return value !== undefined && (values.length === 0 || matchesText(filter, value));
}

function textOf(key: string, { type, keyId, tier, dataType }: Parameter): string | undefined {
  const texts: Record<string, string | undefined> = { Type: type, KeyId: keyId, Tier: tier, DataType: dataType };
  return texts[key];
}

function matchesText({ option, values }: ParameterFilter, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (option === 'BeginsWith') return values.some((value) => text.startsWith(value));
  if (option === 'Contains') return values.some((value) => text.includes(value));
  return values.includes(text);
}

function isUnder(name: string, path: string, recursive: boolean): boolean {
  if (!recursive) return parentOf(name) === path;
  return path === '/' || name.startsWith(`${path}/`);
}

function invalidValue(message: string): SsmError {
  return new SsmError('InvalidFilterValue', message);
}
