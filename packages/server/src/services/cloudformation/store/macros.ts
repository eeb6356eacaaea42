import type { Scope } from '../../../platform/service.ts';
import type { Reader, Unit } from '../../../platform/storage/storage.ts';
import { defineTable } from '../../../platform/storage/table.ts';

/** A macro as AWS::CloudFormation::Macro registers it. */
export interface Macro {
  account: string;
  region: string;
  name: string;
  /** Name or ARN of the function that transforms templates. */
  functionName: string;
  description?: string;
  logGroupName?: string;
  logRoleArn?: string;
}

export const macrosTable = defineTable<Macro>()({
  name: 'cloudformation.macros',
  key: ({ account, region, name }) => [account, region, name],
});

export function findMacro(reader: Reader, { account, region }: Scope, name: string): Promise<Macro | undefined> {
  return reader.get(macrosTable, [account, region, name]);
}

export function saveMacro(unit: Unit, macro: Macro): void {
  unit.put(macrosTable, macro);
}

export function deleteMacro(unit: Unit, { account, region }: Scope, name: string): void {
  unit.delete(macrosTable, [account, region, name]);
}
