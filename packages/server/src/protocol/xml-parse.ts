import { AwsError } from '../platform/errors.ts';

export interface XmlElement {
  /** Local name, without a namespace prefix. */
  name: string;
  /** Attributes by their names as written, prefix included. */
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  /** Character data directly inside the element. */
  text: string;
}

const MAX_DEPTH = 128;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);
const NAME = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
const SPACE = /[ \t\n]*/y;
const ENTITY = /&(?:#x([0-9a-fA-F]{1,8})|#(\d{1,8})|(lt|gt|amp|quot|apos));|&/g;
// oxlint-disable-next-line no-control-regex -- they are what XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** Parses XML 1.0 without document types; throws AwsError MalformedXML. */
export function parseXml(document: string): XmlElement {
  const start = document.charCodeAt(0) === 0xfeff ? document.slice(1) : document;
  if (FORBIDDEN.test(start)) throw malformedXml();
  return new XmlParser(start.includes('\r') ? start.replace(/\r\n?/g, '\n') : start).parse();
}

/** One pass over the document with an explicit stack, so that depth cannot exhaust the engine's. */
class XmlParser {
  readonly #source: string;
  #at = 0;
  #root: XmlElement | undefined;
  readonly #open: { element: XmlElement; tag: string }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  parse(): XmlElement {
    const source = this.#source;
    if (source.startsWith('<?xml') && /\s/.test(source.charAt(5))) this.#skipPast('?>', 5);
    while (this.#at < source.length) {
      const markup = source.indexOf('<', this.#at);
      const end = markup < 0 ? source.length : markup;
      if (end > this.#at) this.#text(unescaped(source.slice(this.#at, end)));
      this.#at = end;
      if (markup >= 0) this.#markup();
    }
    if (this.#root === undefined || this.#open.length > 0) throw malformedXml();
    return this.#root;
  }

  #markup(): void {
    const source = this.#source;
    const next = source.charCodeAt(this.#at + 1);
    if (next === 0x2f /* / */) this.#closeTag();
    else if (next === 0x3f /* ? */) this.#processingInstruction();
    else if (next !== 0x21 /* ! */) this.#openTag();
    else if (source.startsWith('<!--', this.#at)) this.#comment();
    else if (source.startsWith('<![CDATA[', this.#at) && this.#open.length > 0) {
      const from = this.#at + 9;
      this.#skipPast(']]>', 9);
      this.#text(source.slice(from, this.#at - 3));
    } else throw malformedXml();
  }

  #text(text: string): void {
    const top = this.#open.at(-1);
    if (top) top.element.text += text;
    else if (text.trim() !== '') throw malformedXml();
  }

  #openTag(): void {
    this.#at++;
    const tag = this.#name();
    const attributes = this.#attributes();
    const element: XmlElement = { name: localName(tag), attributes, children: [], text: '' };
    const parent = this.#open.at(-1);
    if (parent) parent.element.children.push(element);
    else if (this.#root === undefined) this.#root = element;
    else throw malformedXml();
    if (this.#source.startsWith('/>', this.#at)) this.#at += 2;
    else {
      this.#expect('>');
      if (this.#open.push({ element, tag }) > MAX_DEPTH) throw malformedXml();
    }
  }

  #attributes(): Readonly<Record<string, string>> {
    let attributes: Record<string, string> | undefined;
    for (;;) {
      const spaced = this.#space();
      const next = this.#source.charCodeAt(this.#at);
      if (next === 0x3e /* > */ || next === 0x2f /* / */) return attributes ?? NO_ATTRIBUTES;
      if (!spaced) throw malformedXml();
      const name = this.#name();
      this.#space();
      this.#expect('=');
      this.#space();
      attributes ??= Object.create(null) as Record<string, string>;
      if (name in attributes) throw malformedXml();
      attributes[name] = this.#attributeValue();
    }
  }

  #attributeValue(): string {
    const quote = this.#source.charAt(this.#at);
    if (quote !== '"' && quote !== "'") throw malformedXml();
    const from = this.#at + 1;
    this.#skipPast(quote, 1);
    const raw = this.#source.slice(from, this.#at - 1);
    if (raw.includes('<')) throw malformedXml();
    return unescaped(raw.replace(/[\t\n]/g, ' '));
  }

  #closeTag(): void {
    this.#at += 2;
    const tag = this.#name();
    this.#space();
    this.#expect('>');
    if (this.#open.pop()?.tag !== tag) throw malformedXml();
  }

  #comment(): void {
    const from = this.#at + 4;
    this.#skipPast('--', 4);
    this.#expect('>');
    if (this.#at - 3 < from) throw malformedXml();
  }

  #processingInstruction(): void {
    this.#at += 2;
    if (this.#name().toLowerCase() === 'xml') throw malformedXml();
    this.#skipPast('?>', 0);
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#source)?.[0];
    if (name === undefined) throw malformedXml();
    this.#at += name.length;
    return name;
  }

  /** Skips white space and tells whether there was any. */
  #space(): boolean {
    SPACE.lastIndex = this.#at;
    const length = SPACE.exec(this.#source)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }

  #expect(character: string): void {
    if (this.#source.charAt(this.#at) !== character) throw malformedXml();
    this.#at++;
  }

  #skipPast(end: string, offset: number): void {
    const found = this.#source.indexOf(end, this.#at + offset);
    if (found < 0) throw malformedXml();
    this.#at = found + end.length;
  }
}

function localName(tag: string): string {
  const colon = tag.indexOf(':');
  return colon < 0 ? tag : tag.slice(colon + 1);
}

function unescaped(text: string): string {
  return text.includes('&') ? text.replace(ENTITY, entityText) : text;
}

/** Control characters are read by reference although XML 1.0 has no such thing: object keys in S3 may hold them. */
function entityText(_: string, hexadecimal?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name]!;
  const code = hexadecimal === undefined ? Number(decimal ?? 0) : Number.parseInt(hexadecimal, 16);
  if (code === 0 || code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) throw malformedXml();
  return String.fromCodePoint(code);
}
