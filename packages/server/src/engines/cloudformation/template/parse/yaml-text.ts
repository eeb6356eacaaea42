import { EVENT_ID, SCALAR_STYLE, YAMLException, getScalarValue, parseEvents } from 'js-yaml';
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { templateLimits } from '../limits.ts';
import { formatError, pathText, templateError } from '../template-error.ts';
import type { TemplateError } from '../template-error.ts';
import type { TemplateObject, TemplateValue } from '../template.ts';
import { isTemplateObject } from '../template.ts';
import { plainScalar } from './scalar.ts';
import { positionAt } from './source-position.ts';
import { TemplateBuilder } from './template-builder.ts';
import type { ReadListener } from './template-builder.ts';

/** YAML with every short form made long. `<<` is a name like any other: AWS merges nothing. */
export function readYaml(text: string, listener: ReadListener, allowsAliases: boolean): TemplateValue {
  return new YamlReader(text, eventsOf(text), listener, allowsAliases).document();
}

function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: templateLimits.nesting });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw malformed(text, error.mark?.position ?? 0);
  }
}

function malformed(text: string, offset: number): TemplateError {
  const { line, column } = positionAt(text, offset);
  return formatError(`YAML not well-formed. (line ${line}, column ${column})`);
}

type Node = ScalarEvent | MappingEvent | SequenceEvent;

class YamlReader {
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly builder: TemplateBuilder;
  private readonly allowsAliases: boolean;
  private readonly anchors = new Map<string, TemplateValue>();
  private at = 0;
  private aliasNodes = 0;

  constructor(text: string, events: readonly Event[], listener: ReadListener, allowsAliases: boolean) {
    this.text = text;
    this.events = events;
    this.allowsAliases = allowsAliases;
    this.builder = new TemplateBuilder(listener);
  }

  document(): TemplateValue {
    this.at = 1;
    if (this.events.length < 2 || this.events[1]?.type === EVENT_ID.POP) return null;
    const value = this.node(this.next());
    this.at++;
    if (this.at < this.events.length) throw malformed(this.text, this.text.lastIndexOf('\n---') + 1);
    return value;
  }

  private next(): Event {
    const event = this.events[this.at++];
    if (event === undefined) throw malformed(this.text, this.text.length);
    return event;
  }

  private node(event: Event): TemplateValue {
    if (event.type === EVENT_ID.ALIAS) return this.alias(event);
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) throw malformed(this.text, 0);
    const tag = event.tagStart < 0 ? undefined : this.text.slice(event.tagStart, event.tagEnd);
    const value =
      tag !== undefined && /^![A-Za-z]/.test(tag) ? this.shortForm(tag.slice(1), event) : this.content(event, tag);
    if (event.anchorStart >= 0) this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), value);
    return value;
  }

  private content(event: Node, tag: string | undefined): TemplateValue {
    if (event.type === EVENT_ID.MAPPING) return this.mapping(tag);
    if (event.type === EVENT_ID.SEQUENCE) return this.sequence(tag);
    const text = getScalarValue(this.text, event);
    if (tag === '!' || tag === '!!str') return text;
    if (tag !== undefined && !/^!!(int|float|bool|null)$/.test(tag)) throw malformed(this.text, event.tagStart);
    if (event.style !== SCALAR_STYLE.PLAIN) return text;
    const value = plainScalar(text);
    return typeof value === 'number' ? this.builder.number(value, text) : value;
  }

  private mapping(tag: string | undefined): TemplateObject {
    if (tag !== undefined && tag !== '!!map') throw formatError('unsupported structure.', this.builder.path);
    const result: TemplateObject = {};
    for (let event = this.next(); event.type !== EVENT_ID.POP; event = this.next()) {
      const name = this.name(event);
      this.builder.enter(name, startOf(event));
      this.builder.setMember(result, name, this.node(this.next()));
      this.builder.leave();
    }
    return result;
  }

  private sequence(tag: string | undefined): TemplateValue[] {
    if (tag !== undefined && tag !== '!!seq') throw formatError('unsupported structure.', this.builder.path);
    const result: TemplateValue[] = [];
    for (let event = this.next(); event.type !== EVENT_ID.POP; event = this.next()) {
      this.builder.enter(result.length, startOf(event));
      result.push(this.node(event));
      this.builder.leave();
    }
    return result;
  }

  /** Any scalar is a name by its text, so that `80:` and `on:` stay what was written. */
  private name(event: Event): string {
    if (event.type === EVENT_ID.SCALAR) {
      const tag = event.tagStart < 0 ? '' : this.text.slice(event.tagStart, event.tagEnd);
      if (!/^![A-Za-z]/.test(tag)) return getScalarValue(this.text, event);
    }
    const key = event.type === EVENT_ID.ALIAS ? this.alias(event) : event;
    if (typeof key === 'string') return key;
    const received = event.type === EVENT_ID.SEQUENCE ? 'list' : 'map';
    const where = pathText(this.builder.path);
    throw formatError(`[${where}] map keys must be strings; received a ${received} instead`, this.builder.path);
  }

  private shortForm(name: string, event: Node): TemplateValue {
    const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    const start = startOf(event);
    this.builder.enter(long, start);
    const argument = event.type === EVENT_ID.SCALAR ? this.shortText(long, event) : this.content(event, undefined);
    this.builder.leave();
    return { [long]: argument };
  }

  private shortText(long: string, event: ScalarEvent): TemplateValue {
    const value = this.content({ ...event, tagStart: -1 }, undefined);
    if (long === 'Ref' || long === 'Condition') return getScalarValue(this.text, event);
    if (long !== 'Fn::GetAtt' || typeof value !== 'string') return value ?? '';
    const dot = value.indexOf('.');
    return dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)];
  }

  /** Each alias is a copy, so that a transform that changes one place changes no other. */
  private alias(event: AliasEvent): TemplateValue {
    if (!this.allowsAliases) throw templateError('YAML aliases are not allowed in CloudFormation templates');
    const name = this.text.slice(event.anchorStart, event.anchorEnd);
    const value = this.anchors.get(name);
    if (value === undefined) throw malformed(this.text, event.anchorStart - 1);
    return this.copy(value);
  }

  private copy(value: TemplateValue): TemplateValue {
    if (++this.aliasNodes > templateLimits.aliasNodes) throw formatError('unsupported structure.', this.builder.path);
    if (Array.isArray(value)) return value.map((item) => this.copy(item));
    if (!isTemplateObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.copy(member)]));
  }
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return 0;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.anchorStart >= 0) return event.anchorStart - 1;
  if (event.tagStart >= 0) return event.tagStart;
  return event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
}
