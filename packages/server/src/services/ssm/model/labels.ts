import { SsmError } from '../errors.ts';
import { labelsOf } from './parameter.ts';
import type { Parameter } from './parameter.ts';

const mostLabels = 10;

export function isValidLabel(label: string): boolean {
  return /^[a-zA-Z_.-][\w.-]*$/.test(label) && !/^(?:aws|ssm)/i.test(label);
}

/** The labels of a parameter after some were attached to a version, and so taken from others. */
export function attachLabels(parameter: Parameter, version: number, added: readonly string[]): Record<string, number> {
  const together = new Set([...labelsOf(parameter, version), ...added]);
  if (together.size > mostLabels) {
    throw new SsmError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have maximum ${mostLabels} labels. Move one or more labels to another version and try again.`,
    );
  }
  return { ...parameter.labels, ...Object.fromEntries(added.map((label) => [label, version])) };
}

export function detachLabels(parameter: Parameter, removed: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(parameter.labels).filter(([label]) => !removed.includes(label)));
}
