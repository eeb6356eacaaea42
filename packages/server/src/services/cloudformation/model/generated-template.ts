import type {
  DescribeGeneratedTemplateOutput,
  ResourceDetail,
  TemplateConfiguration,
  TemplateSummary,
} from '../../../../generated/types/cloudformation.ts';
import type { Template, TemplateObject } from '../../../engines/cloudformation/template/template.ts';
import { arn } from '../../../platform/arn.ts';
import type { Principal } from '../../../platform/identity.ts';
import type { Scope } from '../../../platform/service.ts';

export type GeneratedStatus = NonNullable<DescribeGeneratedTemplateOutput['Status']>;

/** One row per generated template. */
export interface GeneratedTemplate extends Scope {
  /** The ARN. */
  templateId: string;
  name: string;
  status: GeneratedStatus;
  statusReason?: string | undefined;
  createdAt: number;
  updatedAt?: number | undefined;
  deletionPolicy: Policy;
  updateReplacePolicy: Policy;
  resources: readonly GeneratedResource[];
  /** The stack whose template it starts from. */
  stackId?: string | undefined;
  base?: Template | undefined;
  /** In whose name resources are read. */
  principal: Principal;
}

export type Policy = NonNullable<TemplateConfiguration['DeletionPolicy']>;

export interface GeneratedResource {
  type: string;
  logicalId: string;
  /** Cloud Control's. */
  identifier: string;
  identifiers: Record<string, string>;
  status: NonNullable<ResourceDetail['ResourceStatus']>;
  statusReason?: string | undefined;
  /** As it was read. */
  model?: TemplateObject | undefined;
  warnings: NonNullable<ResourceDetail['Warnings']>;
}

export function generatedTemplateId({ account, region }: Scope, uuid: string): string {
  return arn({ service: 'cloudformation', account, region, resource: `generatedTemplate/${uuid}` });
}

export function isInWork({ status }: Pick<GeneratedTemplate, 'status'>): boolean {
  return status.endsWith('_PENDING') || status.endsWith('_IN_PROGRESS');
}

export function summariseGenerated(template: GeneratedTemplate): TemplateSummary {
  return {
    GeneratedTemplateId: template.templateId,
    GeneratedTemplateName: template.name,
    Status: template.status,
    StatusReason: template.statusReason,
    CreationTime: new Date(template.createdAt),
    LastUpdatedTime: template.updatedAt === undefined ? undefined : new Date(template.updatedAt),
    NumberOfResources: template.resources.length,
  };
}

export function describeGenerated(template: GeneratedTemplate): DescribeGeneratedTemplateOutput {
  const { resources, stackId, deletionPolicy, updateReplacePolicy } = template;
  const count = (status: GeneratedResource['status']) => resources.filter((one) => one.status === status).length;
  const { NumberOfResources, ...summary } = summariseGenerated(template);
  return {
    ...summary,
    StackId: stackId,
    Resources: resources.map((resource) => ({
      ResourceType: resource.type,
      LogicalResourceId: resource.logicalId,
      ResourceIdentifier: resource.identifiers,
      ResourceStatus: resource.status,
      ResourceStatusReason: resource.statusReason,
      Warnings: [...resource.warnings],
    })),
    Progress: {
      ResourcesSucceeded: count('COMPLETE'),
      ResourcesFailed: count('FAILED'),
      ResourcesProcessing: count('IN_PROGRESS'),
      ResourcesPending: count('PENDING'),
    },
    TemplateConfiguration: { DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy },
    TotalWarnings: resources.reduce((total, { warnings }) => total + warnings.length, 0),
  };
}
