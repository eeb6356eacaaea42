import { templateLimits } from '../limits.ts';
import { formatError } from '../template-error.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import { numberOrText } from './scalar.ts';
import { positionAt } from './source-position.ts';
import { TemplateBuilder } from './template-builder.ts';
import type { ReadListener } from './template-builder.ts';

const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const plainString = /"[^"\\\u0000-\u001f]*"/y;
const anyString = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const space = /[ \t\r\n]*/y;

/** Not JSON.parse: that one tells neither positions nor members that come twice, and rounds long numbers. */
export function readJson(text: string, listener: ReadListener): TemplateValue {
  const reader = new JsonReader(text, listener);
  const value = reader.value(0);
  reader.end();
  return value;
}

class JsonReader {
  private readonly text: string;
  private readonly builder: TemplateBuilder;
  private at = 0;

  constructor(text: string, listener: ReadListener) {
    this.text = text;
    this.builder = new TemplateBuilder(listener);
    this.skipSpace();
  }

  value(depth: number): TemplateValue {
    if (depth > templateLimits.nesting) throw formatError('unsupported structure.', this.builder.path);
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  end(): void {
    if (this.at < this.text.length) throw this.malformed();
  }

  private object(depth: number): TemplateObject {
    const result: TemplateObject = {};
    this.at++;
    this.skipSpace();
    if (this.take('}')) return result;
    do {
      this.skipSpace();
      const start = this.at;
      const name = this.string();
      this.skipSpace();
      if (!this.take(':')) throw this.malformed();
      this.skipSpace();
      this.builder.enter(name, start);
      const value = this.value(depth + 1);
      this.builder.setMember(result, name, value);
      this.builder.leave();
      this.skipSpace();
    } while (this.take(','));
    if (!this.take('}')) throw this.malformed();
    this.skipSpaceAfter(depth);
    return result;
  }

  private array(depth: number): TemplateValue[] {
    const result: TemplateValue[] = [];
    this.at++;
    this.skipSpace();
    if (this.take(']')) return result;
    do {
      this.skipSpace();
      this.builder.enter(result.length, this.at);
      result.push(this.value(depth + 1));
      this.builder.leave();
      this.skipSpace();
    } while (this.take(','));
    if (!this.take(']')) throw this.malformed();
    this.skipSpaceAfter(depth);
    return result;
  }

  private skipSpaceAfter(depth: number): void {
    if (depth === 0) this.skipSpace();
  }

  private string(): string {
    const plain = this.match(plainString);
    if (plain !== undefined) return plain.slice(1, -1);
    const escaped = this.match(anyString);
    if (escaped === undefined) throw this.malformed();
    return JSON.parse(escaped) as string;
  }

  private number(): TemplateValue {
    const text = this.match(numberForm);
    if (text === undefined) throw this.malformed();
    const value = numberOrText(text);
    return typeof value === 'number' ? this.builder.number(value, text) : value;
  }

  private word<Value extends boolean | null>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw this.malformed();
    this.at += word.length;
    return value;
  }

  private match(form: RegExp): string | undefined {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    this.match(space);
  }

  private malformed() {
    const { line, column } = positionAt(this.text, this.at);
    return formatError(`JSON not well-formed. (line ${line}, column ${column})`, this.builder.path);
  }
}
