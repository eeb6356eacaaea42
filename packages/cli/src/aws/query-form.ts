export type FormValue = string | number | boolean | undefined | readonly FormValue[] | FormStructure;
/** Any input of a query service: structures, lists and scalars. */
export interface FormStructure {
  readonly [member: string]: FormValue;
}

/** The form that a query service takes: `Tags.member.1.Key=...`. Members that are undefined are left out. */
export function queryForm(action: string, version: string, input: FormStructure): string {
  const form = new URLSearchParams({ Action: action, Version: version });
  append(form, '', input);
  return form.toString();
}

function append(form: URLSearchParams, name: string, value: FormValue): void {
  if (value === undefined) return;
  if (typeof value !== 'object') {
    form.append(name, String(value));
    return;
  }
  const prefix = name === '' ? '' : `${name}.`;
  if (isList(value)) value.forEach((item, index) => append(form, `${prefix}member.${index + 1}`, item));
  else for (const [member, item] of Object.entries(value)) append(form, prefix + member, item);
}

function isList(value: object): value is readonly FormValue[] {
  return Array.isArray(value);
}
