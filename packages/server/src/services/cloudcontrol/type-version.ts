import { CloudControlError } from './errors.ts';

/** Types of AWS have no versions to choose from. */
export function requireVersion({
  TypeName,
  TypeVersionId,
}: {
  TypeName: string;
  TypeVersionId?: string | undefined;
}): void {
  if (TypeVersionId === undefined) return;
  throw new CloudControlError(
    'TypeNotFoundException',
    `The type '${TypeName}' with version '${TypeVersionId}' cannot be found.`,
  );
}
