import { formatError, pathText } from '../template-error.ts';
import type { TemplateObject, TemplatePath, TemplateValue } from '../template.ts';

/** What both readers tell while they build a template; paths are as their `path` stands at that moment. */
export interface ReadListener {
  /** A member or item begins at that offset of the text. */
  member?(path: TemplatePath, offset: number): void;
  duplicateKey?(path: TemplatePath): void;
  /** A number whose text is not what JavaScript would print: `4.0`. */
  numberText?(path: TemplatePath, text: string): void;
}

/** Where the reader stands, and what becomes of names and numbers there: the same in JSON and YAML. */
export class TemplateBuilder {
  readonly path: (string | number)[] = [];
  private readonly listener: ReadListener;

  constructor(listener: ReadListener) {
    this.listener = listener;
  }

  enter(part: string | number, offset: number): void {
    this.path.push(part);
    this.listener.member?.(this.path, offset);
  }

  leave(): void {
    this.path.pop();
  }

  /** Of two members with the same name AWS takes the last, without a word. */
  setMember(target: TemplateObject, name: string, value: TemplateValue): void {
    if (name === '__proto__') throw formatError(`[${pathText(this.path)}] unsupported structure.`, this.path);
    if (Object.hasOwn(target, name)) this.listener.duplicateKey?.(this.path);
    target[name] = value;
  }

  /** In resources a number may end in a JSON document; everywhere else AWS only ever uses its text. */
  number(value: number, text: string): TemplateValue {
    if (String(value) === text) return value;
    if (this.path[0] !== 'Resources') return text;
    this.listener.numberText?.(this.path, text);
    return value;
  }
}
