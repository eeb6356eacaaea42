import type { ResourceHandler, ResourceProperties } from '../../../platform/resource-handler.ts';
import { alreadyExists } from '../../../platform/resource-handler.ts';
import { presentProperties } from '../../../platform/resource-steps.ts';
import type { Scope } from '../../../platform/service.ts';
import { deleteMacro, findMacro, macrosTable, saveMacro } from '../store/macros.ts';
import type { Macro } from '../store/macros.ts';

/** AWS::CloudFormation::Macro: templates name it in `Transform`. */
export const macroResource: ResourceHandler = {
  async create(desired, context) {
    const macro = macroOf(desired, context);
    if (await findMacro(context.unit, context, macro.name))
      throw alreadyExists('AWS::CloudFormation::Macro', macro.name);
    saveMacro(context.unit, macro);
    return { Id: macro.name };
  },

  async read({ physicalId }, context) {
    const macro = await findMacro(context.unit, context, physicalId);
    if (macro === undefined) return undefined;
    return presentProperties({
      Id: macro.name,
      Name: macro.name,
      FunctionName: macro.functionName,
      Description: macro.description,
      LogGroupName: macro.logGroupName,
      LogRoleARN: macro.logRoleArn,
    });
  },

  async update(_existing, desired, context) {
    saveMacro(context.unit, macroOf(desired, context));
  },

  async delete({ physicalId }, context) {
    deleteMacro(context.unit, context, physicalId);
  },

  async list({ unit, account, region }) {
    const macros = await unit.list(macrosTable, { prefix: [account, region] });
    return macros.map(({ name }) => ({ Id: name }));
  },
};

function macroOf(properties: ResourceProperties, { account, region }: Scope): Macro {
  const { Name, FunctionName, Description, LogGroupName, LogRoleARN } = properties as Record<string, string>;
  return {
    account,
    region,
    name: String(Name),
    functionName: String(FunctionName),
    ...(Description !== undefined && { description: Description }),
    ...(LogGroupName !== undefined && { logGroupName: LogGroupName }),
    ...(LogRoleARN !== undefined && { logRoleArn: LogRoleARN }),
  };
}
