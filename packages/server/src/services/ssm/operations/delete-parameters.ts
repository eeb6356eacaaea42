import type { RequestContext } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { parameterNotFound, reservedName } from '../errors.ts';
import { discardParameter } from '../jobs/parameter-policies.ts';
import type { Parameter } from '../model/parameter.ts';
import { isPublic, parseWholeReference } from '../model/parameter-name.ts';
import { findParameter } from '../store/parameters.ts';

export const deleteParameterOperations = {
  async DeleteParameter({ Name }, request) {
    const parameter = await findOwn(Name, request);
    if (!parameter) throw parameterNotFound();
    discardParameter(request.platform, request.unit, parameter);
    return {};
  },

  async DeleteParameters({ Names }, request) {
    const DeletedParameters: string[] = [];
    const InvalidParameters: string[] = [];
    for (const name of new Set(Names)) {
      const parameter = await findOwn(name, request);
      if (parameter) discardParameter(request.platform, request.unit, parameter);
      (parameter ? DeletedParameters : InvalidParameters).push(name);
    }
    return { DeletedParameters, InvalidParameters };
  },
} satisfies Partial<SsmHandlers>;

function findOwn(name: string, request: RequestContext): Promise<Parameter | undefined> {
  const reference = parseWholeReference(name, request);
  if (isPublic(reference.names[0])) throw reservedName(reference.names[0]);
  return findParameter(request.unit, reference);
}
