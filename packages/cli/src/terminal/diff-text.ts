import type { PropertyChange, ResourceChange } from '../aws/cloudformation.ts';
import { alignColumns } from './columns.ts';
import type { Cell } from './columns.ts';
import type { Paint, Style } from './style.ts';

const signs: Readonly<Record<string, string>> = { Add: '+', Remove: '-', Modify: '~', Import: '>', Dynamic: '?' };
const verbs: Readonly<Record<string, string>> = {
  Add: 'to add',
  Modify: 'to change',
  Remove: 'to remove',
  Import: 'to import',
};
const replacements: Readonly<Record<string, string>> = { True: 'replaced', Conditional: 'may be replaced' };
const policies: Readonly<Record<string, string>> = {
  Retain: 'kept',
  Snapshot: 'a snapshot is kept',
  ReplaceAndRetain: 'the old one is kept',
  ReplaceAndSnapshot: 'a snapshot of the old one is kept',
};

/** What a change set would do, resource by resource and property by property. */
export function diffText(stackName: string, changes: readonly ResourceChange[], style: Style, width: number): string {
  const heads = alignColumns(
    changes.map((change) => headCells(change, style)),
    width,
  );
  const lines = changes.flatMap((change, index) => [heads[index] ?? '', ...propertyLines(change, style, width)]);
  return `${style.strong(stackName)}  ${countsText(changes)}\n\n${lines.map((line) => `${line}\n`).join('')}`;
}

function countsText(changes: readonly ResourceChange[]): string {
  const counts = new Map<string, number>();
  for (const { Action } of changes) counts.set(Action, (counts.get(Action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${verbs[action] ?? action}`).join(', ');
}

function headCells(change: ResourceChange, style: Style): Cell[] {
  const paint = actionPaint(change, style);
  const notes = [replacements[change.Replacement ?? ''], policies[change.PolicyAction ?? '']].filter(Boolean);
  return [
    { text: `${signs[change.Action] ?? '*'} ${change.LogicalResourceId}`, paint },
    { text: change.ResourceType, paint: style.faint },
    { text: notes.join(', '), paint: style.notice },
  ];
}

function actionPaint({ Action, Replacement }: ResourceChange, style: Style): Paint {
  if (Action === 'Remove' || Replacement === 'True') return style.bad;
  return Action === 'Add' || Action === 'Import' ? style.good : style.busy;
}

function propertyLines(change: ResourceChange, style: Style, width: number): string[] {
  const rows = change.Action === 'Add' ? addedRows(change, style) : changedRows(change.Details, style);
  return alignColumns(rows, width);
}

function addedRows({ AfterContext }: ResourceChange, style: Style): Cell[][] {
  const properties = propertiesOf(AfterContext);
  return Object.entries(properties).map(([name, value]) => [
    { text: `    ${name}`, paint: style.faint },
    { text: valueText(value) },
  ]);
}

function changedRows(details: readonly PropertyChange[], style: Style): Cell[][] {
  // The same property has a detail for each of the things that change it.
  const byName = new Map<string, PropertyChange>();
  for (const detail of details) {
    const name = propertyName(detail);
    const known = byName.get(name);
    if (known === undefined || (known.AfterValue ?? known.BeforeValue) === undefined) byName.set(name, detail);
  }
  return [...byName].map(([name, detail]) => [
    { text: `    ${name}` },
    { text: beforeAndAfter(detail) },
    { text: recreationText(detail), paint: style.notice },
  ]);
}

function propertyName({ Attribute, Name, Path }: PropertyChange): string {
  const path = Path?.replace(/^\/(Properties\/)?/, '').replaceAll('/', '.');
  return path || [Attribute === 'Properties' ? '' : Attribute, Name].filter(Boolean).join('.');
}

function beforeAndAfter({ BeforeValue, AfterValue, CausingEntity }: PropertyChange): string {
  if (BeforeValue === undefined && AfterValue === undefined) {
    return CausingEntity === undefined ? 'changes' : `follows ${CausingEntity}`;
  }
  return `${BeforeValue === undefined ? '(none)' : jsonText(BeforeValue)} → ${AfterValue === undefined ? '(none)' : jsonText(AfterValue)}`;
}

function recreationText({ RequiresRecreation }: PropertyChange): string {
  if (RequiresRecreation === 'Always') return 'requires replacement';
  return RequiresRecreation === 'Conditionally' ? 'may require replacement' : '';
}

function propertiesOf(context: string | undefined): Record<string, unknown> {
  const value = context === undefined ? undefined : parsed(context);
  const { Properties = {} } = (value ?? {}) as { Properties?: Record<string, unknown> };
  return Properties;
}

function jsonText(text: string): string {
  return valueText(parsed(text) ?? text);
}

/** Strings stand without quotes, as in YAML. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
