/** An element of an answer. Attributes and namespaces carry nothing in the query protocol. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[(?<literal>[^]*?)\]\]>|<\/(?<end>[^\s>]+)\s*>|<(?<start>[^\s/>!?]+)(?:[^>"']|"[^"]*"|'[^']*')*>|(?<text>[^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads a document as services answer it: well-formed, and without a document type. */
export function readXml(document: string): XmlElement {
  const root: XmlElement = { name: '', text: '', children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const match = TOKEN.exec(document);
    if (match === null) break;
    const { literal, start, end, text } = match.groups ?? {};
    const parent = open.at(-1)!;
    if (literal !== undefined) parent.text += literal;
    else if (text !== undefined) parent.text += unescaped(text);
    else if (end !== undefined) {
      if (open.pop()?.name !== end || open.length === 0) throw new SyntaxError(`unexpected </${end}> in an answer`);
    } else if (start !== undefined) {
      const element: XmlElement = { name: start, text: '', children: [] };
      parent.children.push(element);
      if (!match[0].endsWith('/>')) open.push(element);
    }
  }
  const [element] = root.children;
  if (element === undefined || open.length > 1 || TOKEN.lastIndex === 0) {
    throw new SyntaxError('an answer is not well-formed XML');
  }
  return element;
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function findText(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text;
}

export function textOf(element: XmlElement | undefined, name: string): string {
  return findText(element, name) ?? '';
}

/** The members of a list; none where the list is not there. */
export function membersOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return childOf(element, name)?.children ?? [];
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
