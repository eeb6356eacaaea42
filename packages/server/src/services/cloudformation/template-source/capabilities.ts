import { templateInventory } from '../../../engines/cloudformation/template/inventory.ts';
import type { Capability } from '../../../engines/cloudformation/template/inventory.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { CloudFormationError } from '../errors.ts';

/**
 * Refuses a template whose capabilities are not acknowledged. A change set shows what its transforms make, and so
 * needs no CAPABILITY_AUTO_EXPAND.
 */
export function checkCapabilities(
  templates: { original: TemplateObject; processed: TemplateObject },
  acknowledged: readonly string[] = [],
  { isChangeSet }: { isChangeSet: boolean },
): void {
  const { Capabilities } = templateInventory(templates.original, templates.processed);
  const isAcknowledged = (needed: Capability) =>
    acknowledged.includes(needed) ||
    (needed === 'CAPABILITY_IAM' && acknowledged.includes('CAPABILITY_NAMED_IAM')) ||
    (needed === 'CAPABILITY_AUTO_EXPAND' && isChangeSet);
  const missing = Capabilities.filter((needed) => !isAcknowledged(needed));
  if (missing.length === 0) return;
  const list = missing.toSorted().join(', ');
  throw new CloudFormationError('InsufficientCapabilitiesException', `Requires capabilities : [${list}]`);
}

/** Modules are expanded, as macros are. */
export function requireAutoExpand(acknowledged: readonly string[] = []): void {
  const capability: Capability = 'CAPABILITY_AUTO_EXPAND';
  if (acknowledged.includes(capability)) return;
  throw new CloudFormationError('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);
}

/** `allowed`: the ResourceTypes of the request, as `AWS::EC2::*`. */
export function checkResourceTypes(types: Iterable<string>, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || allowed.length === 0) return;
  const isAllowed = (type: string) =>
    allowed.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern));
  for (const type of types) {
    if (isAllowed(type)) continue;
    throw new TemplateError(`Resource type ${type} is not allowed by parameter ResourceTypes [${allowed.join(', ')}]`);
  }
}
