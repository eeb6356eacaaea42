export interface DomNode {
  readonly nodeType: number;
  readonly localName: string | null;
  readonly namespaceURI: string | null;
  readonly nodeValue: string | null;
  readonly parentNode: DomNode | null;
  readonly childNodes: ArrayLike<DomNode>;
}

export interface DomElement extends DomNode {
  readonly localName: string;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  /** An empty string where there is none. */
  getAttribute(name: string): string;
}

export interface DomDocument extends DomNode {
  readonly documentElement: DomElement | null;
  getElementsByTagNameNS(namespace: string, localName: string): ArrayLike<DomElement>;
}

export declare class DOMParser {
  constructor(options: { errorHandler: (level: string, message: unknown) => void });
  parseFromString(xml: string, type: 'text/xml'): DomDocument | undefined;
}
