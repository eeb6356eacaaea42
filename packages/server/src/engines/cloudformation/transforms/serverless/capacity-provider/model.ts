import { resourceError } from '../kernel/errors.ts';
import { isAbsent, isMap, type Fields } from '../kernel/values.ts';

type Kind = 'any' | 'text' | 'integer' | 'number' | 'list' | 'map' | 'boolean';

interface Field {
  readonly kind: Kind;
  readonly required?: boolean;
  readonly fields?: Record<string, Field>;
}

const TEXTS: Field = { kind: 'list' };

const MODEL: Record<string, Field> = {
  CapacityProviderName: { kind: 'any' },
  VpcConfig: {
    kind: 'map',
    required: true,
    fields: { SecurityGroupIds: TEXTS, SubnetIds: { ...TEXTS, required: true } },
  },
  OperatorRole: { kind: 'any' },
  Tags: { kind: 'map' },
  PropagateTags: { kind: 'boolean' },
  InstanceRequirements: {
    kind: 'map',
    fields: { Architectures: TEXTS, AllowedTypes: TEXTS, ExcludedTypes: TEXTS },
  },
  ScalingConfig: {
    kind: 'map',
    fields: { MaxVCpuCount: { kind: 'integer' }, AverageCPUUtilization: { kind: 'number' } },
  },
  KmsKeyArn: { kind: 'any' },
};

const TYPE_NAMES: Partial<Record<Kind, string>> = { list: 'list', integer: 'integer', number: 'number' };

function numeric(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function accepts(kind: Kind, value: unknown): boolean {
  if (kind === 'any' || isMap(value)) return true;
  switch (kind) {
    case 'list':
      return Array.isArray(value);
    case 'integer':
    case 'number':
      return typeof value === 'boolean' || !Number.isNaN(numeric(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    default:
      return false;
  }
}

function problems(value: Fields, fields: Record<string, Field>, prefix: string): string[] {
  const found = Object.entries(fields).flatMap(([name, { kind, required, fields: members }]) => {
    const path = prefix + name;
    const member = value[name];
    if (isAbsent(member)) return required ? [`Property '${path}' is required.`] : [];
    if (members && isMap(member)) return problems(member, members, `${path}.`);
    if (accepts(kind, member)) return [];
    const type = TYPE_NAMES[kind];
    return [
      type
        ? `Property '${path}' value must be dictionary or ${type}.`
        : `Property '${path}' value is not a valid dict.`,
    ];
  });
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  return [...found, ...unknown.map((name) => `Property '${prefix}${name}' is an invalid property.`)];
}

/** Checks a capacity provider as a whole and names everything that is wrong with it. */
export function checkCapacityProvider(id: string, properties: Fields): void {
  const all = problems(properties, MODEL, '');
  if (all.length > 0) throw resourceError(id, all.join(' '));
}
