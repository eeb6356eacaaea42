import type { Ids } from '../../../platform/ids.ts';
import type { TemplateValue } from '../template/template.ts';
import type { Form } from './identifier-forms.ts';

export type WordReader = (word: string, fallback: string | undefined) => string;

/** The form with its words read and its chances drawn. */
export function expandForm(form: Form, ids: Ids, read: WordReader): TemplateValue {
  if (typeof form === 'string') return expandText(form, ids, read);
  return Array.isArray(form) ? form.map((text: string) => expandText(text, ids, read)) : (form as number | boolean);
}

function expandText(form: string, ids: Ids, read: WordReader): string {
  return form.replaceAll(
    /\$\{(\w+)(?::([^}]*))?\}|\{(\w+)(?::(\d+))?\}/g,
    (_, word: string | undefined, fallback: string | undefined, chance = '', length = '0') =>
      word === undefined ? draw(ids, chance, Number(length)) : read(word, fallback),
  );
}

function draw(ids: Ids, kind: string, length: number): string {
  switch (kind) {
    case 'id':
      return `0${ids.hex(16)}`;
    case 'hex':
      return ids.hex(length);
    case 'uuid':
      return ids.uuid();
    case 'base32':
      return ids.base32(length);
    case 'alphanumeric':
      return ids.alphanumeric(length);
    case 'lower':
      return ids.lowerAlphanumeric(length);
    case 'digits':
      return ids.digits(length);
    default:
      throw new Error(`unknown kind of chance: ${kind}`);
  }
}
