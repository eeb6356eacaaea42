import type {
  CreateChangeSetInput,
  DeleteStackInput,
  ExecuteChangeSetInput,
  GetTemplateSummaryInput,
} from '../../../server/generated/types/cloudformation.ts';
import type { Connection } from './connection.ts';
import { callQuery } from './query-client.ts';
import type { FormStructure } from './query-form.ts';
import { ServiceError } from './service-error.ts';
import { childOf, findText, membersOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

export interface Output {
  OutputKey: string;
  OutputValue: string;
  Description: string | undefined;
  ExportName: string | undefined;
}

export interface Stack {
  StackId: string;
  StackName: string;
  StackStatus: string;
  ParameterKeys: string[];
  Outputs: Output[];
}

export interface StackEvent {
  EventId: string;
  StackId: string;
  StackName: string;
  LogicalResourceId: string;
  PhysicalResourceId: string;
  ResourceType: string;
  ResourceStatus: string;
  ResourceStatusReason: string | undefined;
  Timestamp: Date;
}

export interface PropertyChange {
  Attribute: string;
  Name: string | undefined;
  Path: string | undefined;
  RequiresRecreation: string | undefined;
  BeforeValue: string | undefined;
  AfterValue: string | undefined;
  Evaluation: string | undefined;
  CausingEntity: string | undefined;
}

export interface ResourceChange {
  Action: string;
  LogicalResourceId: string;
  PhysicalResourceId: string | undefined;
  ResourceType: string;
  Replacement: string | undefined;
  PolicyAction: string | undefined;
  AfterContext: string | undefined;
  Details: PropertyChange[];
}

export interface ChangeSet {
  StackId: string;
  Status: string;
  StatusReason: string | undefined;
  Changes: ResourceChange[];
}

export interface TemplateSummary {
  ParameterKeys: string[];
  Capabilities: string[];
}

export type CloudFormation = ReturnType<typeof cloudFormation>;

/** The part of CloudFormation's API that the commands need. */
export function cloudFormation(connection: Connection) {
  const call = (action: string, input: object) =>
    callQuery(connection, { signingName: 'cloudformation', version: '2010-05-15' }, action, input as FormStructure);
  return {
    async findStack(nameOrId: string): Promise<Stack | undefined> {
      try {
        const result = await call('DescribeStacks', { StackName: nameOrId });
        return membersOf(result, 'Stacks').map(stack)[0];
      } catch (error) {
        if (error instanceof ServiceError && /does not exist/.test(error.serviceMessage)) return undefined;
        throw error;
      }
    },

    /** Newest first, a page at a time. */
    async stackEvents(nameOrId: string, token?: string): Promise<{ events: StackEvent[]; next: string | undefined }> {
      const result = await call('DescribeStackEvents', { StackName: nameOrId, NextToken: token });
      return { events: membersOf(result, 'StackEvents').map(stackEvent), next: nextToken(result) };
    },

    async templateSummary(input: GetTemplateSummaryInput): Promise<TemplateSummary> {
      const result = await call('GetTemplateSummary', input);
      return {
        ParameterKeys: membersOf(result, 'Parameters').map((each) => textOf(each, 'ParameterKey')),
        Capabilities: membersOf(result, 'Capabilities').map(({ text }) => text),
      };
    },

    /** Answers the ids of the change set and of its stack. */
    async createChangeSet(input: CreateChangeSetInput): Promise<{ Id: string; StackId: string }> {
      const result = await call('CreateChangeSet', input);
      return { Id: textOf(result, 'Id'), StackId: textOf(result, 'StackId') };
    },

    /** All of its pages. */
    async describeChangeSet(id: string, IncludePropertyValues = false): Promise<ChangeSet> {
      const Changes: ResourceChange[] = [];
      let NextToken: string | undefined;
      for (;;) {
        const result = await call('DescribeChangeSet', { ChangeSetName: id, IncludePropertyValues, NextToken });
        Changes.push(...membersOf(result, 'Changes').map(resourceChange));
        NextToken = nextToken(result);
        if (NextToken !== undefined) continue;
        const StatusReason = findText(result, 'StatusReason');
        return { StackId: textOf(result, 'StackId'), Status: textOf(result, 'Status'), StatusReason, Changes };
      }
    },

    async executeChangeSet(input: ExecuteChangeSetInput): Promise<void> {
      await call('ExecuteChangeSet', input);
    },

    async deleteChangeSet(id: string): Promise<void> {
      await call('DeleteChangeSet', { ChangeSetName: id });
    },

    async deleteStack(input: DeleteStackInput): Promise<void> {
      await call('DeleteStack', input);
    },
  };
}

function nextToken(result: XmlElement | undefined): string | undefined {
  return findText(result, 'NextToken') || undefined;
}

function stack(element: XmlElement): Stack {
  return {
    StackId: textOf(element, 'StackId'),
    StackName: textOf(element, 'StackName'),
    StackStatus: textOf(element, 'StackStatus'),
    ParameterKeys: membersOf(element, 'Parameters').map((each) => textOf(each, 'ParameterKey')),
    Outputs: membersOf(element, 'Outputs').map((output) => ({
      OutputKey: textOf(output, 'OutputKey'),
      OutputValue: textOf(output, 'OutputValue'),
      Description: findText(output, 'Description'),
      ExportName: findText(output, 'ExportName'),
    })),
  };
}

function stackEvent(element: XmlElement): StackEvent {
  return {
    EventId: textOf(element, 'EventId'),
    StackId: textOf(element, 'StackId'),
    StackName: textOf(element, 'StackName'),
    LogicalResourceId: textOf(element, 'LogicalResourceId'),
    PhysicalResourceId: textOf(element, 'PhysicalResourceId'),
    ResourceType: textOf(element, 'ResourceType'),
    ResourceStatus: textOf(element, 'ResourceStatus'),
    ResourceStatusReason: findText(element, 'ResourceStatusReason'),
    Timestamp: new Date(textOf(element, 'Timestamp')),
  };
}

function resourceChange(element: XmlElement): ResourceChange {
  const change = childOf(element, 'ResourceChange');
  return {
    Action: textOf(change, 'Action'),
    LogicalResourceId: textOf(change, 'LogicalResourceId'),
    PhysicalResourceId: findText(change, 'PhysicalResourceId'),
    ResourceType: textOf(change, 'ResourceType'),
    Replacement: findText(change, 'Replacement'),
    PolicyAction: findText(change, 'PolicyAction'),
    AfterContext: findText(change, 'AfterContext'),
    Details: membersOf(change, 'Details').map(propertyChange),
  };
}

function propertyChange(element: XmlElement): PropertyChange {
  const target = childOf(element, 'Target');
  return {
    Attribute: textOf(target, 'Attribute'),
    Name: findText(target, 'Name'),
    Path: findText(target, 'Path'),
    RequiresRecreation: findText(target, 'RequiresRecreation'),
    BeforeValue: findText(target, 'BeforeValue'),
    AfterValue: findText(target, 'AfterValue'),
    Evaluation: findText(element, 'Evaluation'),
    CausingEntity: findText(element, 'CausingEntity'),
  };
}
