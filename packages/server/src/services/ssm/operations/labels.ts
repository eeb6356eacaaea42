import type { RequestContext } from '../../../platform/service.ts';
import type { SsmHandlers } from '../context.ts';
import { reservedName, versionNotFound } from '../errors.ts';
import { publishChange } from '../events.ts';
import { attachLabels, detachLabels, isValidLabel } from '../model/labels.ts';
import { labelsOf } from '../model/parameter.ts';
import type { Parameter } from '../model/parameter.ts';
import { isPublic, parseWholeReference } from '../model/parameter-name.ts';
import { requireParameter, saveParameter } from '../store/parameters.ts';

export const labelOperations = {
  async LabelParameterVersion({ Name, ParameterVersion, Labels }, request) {
    const parameter = await requireOwn(Name, request);
    const version = ParameterVersion ?? parameter.version;
    checkVersion(parameter, version);
    const valid = Labels.filter(isValidLabel);
    if (valid.length > 0) {
      saveParameter(request.unit, { ...parameter, labels: attachLabels(parameter, version, valid) });
      publishChange(request.platform, request.unit, parameter, 'LabelParameterVersion');
    }
    return { InvalidLabels: Labels.filter((label) => !isValidLabel(label)), ParameterVersion: version };
  },

  async UnlabelParameterVersion({ Name, ParameterVersion, Labels }, request) {
    const parameter = await requireOwn(Name, request);
    checkVersion(parameter, ParameterVersion);
    const attached = labelsOf(parameter, ParameterVersion);
    const removed = Labels.filter((label) => attached.includes(label));
    if (removed.length > 0) saveParameter(request.unit, { ...parameter, labels: detachLabels(parameter, removed) });
    return { RemovedLabels: removed, InvalidLabels: Labels.filter((label) => !removed.includes(label)) };
  },
} satisfies Partial<SsmHandlers>;

async function requireOwn(name: string, request: RequestContext): Promise<Parameter> {
  const parameter = await requireParameter(request.unit, parseWholeReference(name, request));
  if (isPublic(parameter.name)) throw reservedName(parameter.name);
  return parameter;
}

function checkVersion({ name, oldestVersion, version: newest }: Parameter, version: number): void {
  if (version < oldestVersion || version > newest) throw versionNotFound(name, version);
}
