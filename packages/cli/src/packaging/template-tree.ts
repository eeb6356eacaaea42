import { EVENT_ID, SCALAR_STYLE, getScalarValue, parseEvents } from 'js-yaml';
import type { Event, ScalarEvent } from 'js-yaml';

/** A text in a template and where it stands there. */
export interface Scalar {
  kind: 'scalar';
  text: string;
  start: number;
  end: number;
}

export type TemplateNode =
  | Scalar
  | { kind: 'mapping'; members: Map<string, TemplateNode> }
  | { kind: 'sequence'; items: TemplateNode[] }
  /** A function's short form or an alias, whose value is not known here. */
  | { kind: 'opaque' };

/** The shape of a template in YAML or JSON, its texts with their places. Throws js-yaml's error where it has none. */
export function templateTree(source: string): TemplateNode {
  const events = parseEvents(source, { maxDepth: 500 });
  let at = 1;
  const next = (): Event => events[at++] ?? { type: EVENT_ID.POP };

  function node(event: Event): TemplateNode {
    if (event.type === EVENT_ID.SCALAR) return scalar(source, event);
    if (event.type === EVENT_ID.SEQUENCE) {
      const items: TemplateNode[] = [];
      for (let item = next(); item.type !== EVENT_ID.POP; item = next()) items.push(node(item));
      return event.tagStart < 0 ? { kind: 'sequence', items } : { kind: 'opaque' };
    }
    if (event.type !== EVENT_ID.MAPPING) return { kind: 'opaque' };
    const members = new Map<string, TemplateNode>();
    for (let name = next(); name.type !== EVENT_ID.POP; name = next()) {
      const key = node(name);
      const value = node(next());
      if (key.kind === 'scalar') members.set(key.text, value);
    }
    // `Fn::Transform: {...}` has the short form `!Transform {...}`: what it includes is still to be found.
    if (event.tagStart < 0) return { kind: 'mapping', members };
    const isTransform = source.slice(event.tagStart, event.tagEnd) === '!Transform';
    const named = new Map<string, TemplateNode>([['Fn::Transform', { kind: 'mapping', members }]]);
    return isTransform ? { kind: 'mapping', members: named } : { kind: 'opaque' };
  }

  return node(next());
}

function scalar(source: string, event: ScalarEvent): TemplateNode {
  if (event.tagStart >= 0) return { kind: 'opaque' };
  const quotes = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
  const text = getScalarValue(source, event);
  return { kind: 'scalar', text, start: event.valueStart - quotes, end: event.valueEnd + quotes };
}

export function memberOf(node: TemplateNode | undefined, name: string): TemplateNode | undefined {
  return node?.kind === 'mapping' ? node.members.get(name) : undefined;
}
