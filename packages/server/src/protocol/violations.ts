import type { ServiceModel, StructureShape } from './model.ts';
import { shapeAt } from './shape-dialect.ts';

export type ConstraintKind = 'required' | 'length' | 'range' | 'pattern' | 'enum';

export interface Violation {
  kind: ConstraintKind;
  /** The member that is wrong, by the model's name. */
  parameter: string;
  /** What it was; absent where it was missing. */
  value?: unknown;
  /** AWS's sentence: "Value '...' at 'queueName' failed to satisfy constraint: ...". */
  text: string;
}

/** A value as AWS shows it in messages, which is as Java prints it. */
export function displayValue(service: ServiceModel, index: number, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const shape = shapeAt(service, index);
  switch (shape.type) {
    case 'structure':
      return shape.document
        ? JSON.stringify(value)
        : displayStructure(service, shape, value as Record<string, unknown>);
    case 'list':
      return `[${(value as unknown[]).map((item) => displayValue(service, shape.member.shape, item)).join(', ')}]`;
    case 'map': {
      const entries = Object.entries(value);
      return `{${entries.map(([key, entry]) => `${key}=${displayValue(service, shape.value.shape, entry)}`).join(', ')}}`;
    }
    case 'blob': {
      const { length } = value as Uint8Array;
      return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
    }
    case 'timestamp':
      return (value as Date).toUTCString();
    default:
      return shape.sensitive ? '***' : `${value as string | number | boolean}`;
  }
}

function displayStructure(service: ServiceModel, shape: StructureShape, value: Record<string, unknown>): string {
  const members = Object.entries(shape.members).map(([name, member]) => {
    const shown = displayValue(service, member.shape, value[name]);
    return `${name.charAt(0).toLowerCase()}${name.slice(1)}=${shown}`;
  });
  return `${shape.name}(${members.join(', ')})`;
}
