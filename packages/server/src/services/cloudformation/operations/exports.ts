import type { CloudFormationHandlers } from '../context.ts';
import { invalid } from '../errors.ts';
import { findExport, pageOfExports, pageOfImports } from '../store/exports.ts';

const perPage = 100;

export const exportOperations = {
  async ListExports({ NextToken }, request) {
    const { items, nextToken } = await pageOfExports(request.unit, request, { limit: perPage, token: NextToken });
    return {
      Exports: items.map(({ name, value, stackId }) => ({ Name: name, Value: value, ExportingStackId: stackId })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },

  async ListImports({ ExportName, NextToken }, request) {
    const { unit } = request;
    const page = { name: ExportName, limit: perPage, token: NextToken };
    const { items, nextToken } = await pageOfImports(unit, request, page);
    if (items.length === 0 && NextToken === undefined) {
      const isKnown = (await findExport(unit, request, ExportName)) !== undefined;
      const problem = isKnown ? 'is not imported by any stack' : 'does not exist';
      throw invalid(`Export '${ExportName}' ${problem}.`);
    }
    return {
      Imports: items.map(({ stackName }) => stackName),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
} satisfies Partial<CloudFormationHandlers>;
