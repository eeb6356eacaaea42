import type { FindModule } from '../../../engines/cloudformation/transforms/modules/expand-modules.ts';
import type { Scope } from '../../../platform/service.ts';
import type { Reader } from '../../../platform/storage/storage.ts';
import { findType, findVersion } from '../store/types.ts';
import { checkFragment } from './handler-package.ts';

/** The modules that an account has registered or activated, in their default versions. */
export function modulesOf(reader: Reader, scope: Scope): FindModule {
  return async (typeName) => {
    const name = { kind: 'MODULE', typeName } as const;
    const type = await findType(reader, scope, name);
    if (type?.status !== 'LIVE') return undefined;
    const version = await findVersion(reader, scope, { ...name, versionId: type.defaultVersionId });
    const fragment = version?.definition.fragment;
    return fragment === undefined ? undefined : checkFragment(fragment);
  };
}
