import type {
  DescribeResourceScanOutput,
  ScannedResource as ShownResource,
} from '../../../../generated/types/cloudformation.ts';
import type { TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { arn } from '../../../platform/arn.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';

export type ScanStatus = NonNullable<DescribeResourceScanOutput['Status']>;

/** One row per scan of the resources of an account in a Region. */
export interface ResourceScan extends Scope {
  /** The ARN. */
  scanId: string;
  status: ScanStatus;
  statusReason?: string | undefined;
  startedAt: number;
  endedAt?: number | undefined;
  /** Patterns of type names; none: all. */
  filters: readonly string[];
  types: readonly string[];
  percentage: number;
  listed: number;
  read: number;
  /** In whose name resources are listed and read. */
  principal: Principal;
  clientToken?: string | undefined;
}

/** A resource as the scan found it. */
export interface ScannedResource {
  scanId: string;
  type: string;
  /** Cloud Control's. */
  identifier: string;
  /** The same by the names of its properties. */
  identifiers: Record<string, string>;
  model: TemplateObject;
  managedByStack: boolean;
}

/** How long a scan can be used. */
export const scanLifeMs = 30 * 24 * 3_600_000;

export function scanIdOf({ account, region }: Scope, uuid: string): string {
  return arn({ service: 'cloudformation', account, region, resource: `resourceScan/${uuid}` });
}

/** The name of a type, or `AWS::S3::*`. */
export function isWanted(type: string, filters: readonly string[]): boolean {
  if (filters.length === 0) return true;
  return filters.some((filter) => (filter.endsWith('*') ? type.startsWith(filter.slice(0, -1)) : type === filter));
}

export function shownScanned({ type, identifiers, managedByStack }: ScannedResource): ShownResource {
  return { ResourceType: type, ResourceIdentifier: identifiers, ManagedByStack: managedByStack };
}
