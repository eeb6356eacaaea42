import { DOMParser } from './dom-parser.js';
import type { DomDocument, DomElement } from './dom-parser.js';
import { SamlError } from './saml-error.ts';

/** What a document says, without its namespaces. */
export interface XmlElement {
  /** Local name. */
  name: string;
  /** By their names as written. */
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  /** Character data directly inside the element, trimmed. */
  text: string;
}

const elementNode = 1;
const textNodes = [3, 4];
const maxDepth = 100;

/** Refuses document types, deep nesting and whatever the parser would have to correct. */
export function parseDocument(xml: string): DomDocument & { documentElement: DomElement } {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new SamlError('XML with a document type is not accepted');
  const problems: string[] = [];
  const document = parseWith(new DOMParser({ errorHandler: (_level, message) => problems.push(String(message)) }), xml);
  if (!hasRoot(document) || problems.length > 0) throw new SamlError('The XML is not well-formed');
  let level: DomElement[] = [document.documentElement];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === maxDepth) throw new SamlError(`XML more than ${maxDepth} elements deep is not accepted`);
    level = level.flatMap(elementsIn);
  }
  return document;
}

export function parseXml(xml: string): XmlElement {
  return toElement(parseDocument(xml).documentElement);
}

export function toElement(element: DomElement): XmlElement {
  const text = Array.from(element.childNodes).filter(({ nodeType }) => textNodes.includes(nodeType));
  return {
    name: element.localName,
    attributes: new Map(Array.from(element.attributes, ({ name, value }) => [name, value])),
    children: elementsIn(element).map(toElement),
    text: text
      .map(({ nodeValue }) => nodeValue ?? '')
      .join('')
      .trim(),
  };
}

export function elementsIn(element: DomElement): DomElement[] {
  return Array.from(element.childNodes).filter((node): node is DomElement => node.nodeType === elementNode);
}

function parseWith(parser: DOMParser, xml: string): DomDocument | undefined {
  try {
    return parser.parseFromString(xml, 'text/xml');
  } catch {
    return undefined;
  }
}

function hasRoot(document: DomDocument | undefined): document is DomDocument & { documentElement: DomElement } {
  return document?.documentElement !== undefined && document.documentElement !== null;
}
