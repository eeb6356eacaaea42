import { SamlError } from './saml-error.ts';
import type { XmlElement } from './xml-document.ts';

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The child of this name; an error where there is more than one. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const [child, ...more] = childrenOf(element, name);
  if (more.length > 0) throw new SamlError(`${element.name} must not have more than one ${name}`);
  return child;
}

export function requireChild(element: XmlElement, name: string): XmlElement {
  const child = childOf(element, name);
  if (!child) throw new SamlError(`${element.name} must have a ${name}`);
  return child;
}

export function descendantsOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendantsOf(child, name)]);
}

/** Milliseconds of an attribute with an instant. */
export function instantOf({ name, attributes }: XmlElement, attribute: string): number | undefined {
  const text = attributes.get(attribute);
  if (text === undefined) return undefined;
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const instant = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw new SamlError(`${attribute} of ${name} is not a time: ${text}`);
  return instant;
}
