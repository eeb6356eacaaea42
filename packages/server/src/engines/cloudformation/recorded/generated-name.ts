import type { Ids } from '../../../platform/ids.ts';

export interface NameRequest {
  stackName: string;
  logicalId: string;
  ids: Ids;
  /** The service's limit. */
  maximumLength?: number;
  /** Services that take no capitals, as S3 and RDS. */
  lowerCase?: boolean;
  /** Small letters in the random part, too. */
  mixedCase?: boolean;
}

const randomLength = 12;
const defaultMaximumLength = 255;

/** `stack-logical-RANDOM`, each part cut where the service's limit demands it: the name AWS gives where none is given. */
export function generatedName(request: NameRequest): string {
  const { stackName, logicalId, ids, maximumLength = defaultMaximumLength } = request;
  const chance = ids.alphanumeric(randomLength);
  const random = request.mixedCase ? chance : chance.toUpperCase();
  const [stack, logical] = cut(stackName, logicalId, maximumLength - randomLength - 2);
  const name = [stack, logical, random]
    .filter((part) => part !== '')
    .join('-')
    .slice(-maximumLength);
  return request.lowerCase ? name.toLowerCase() : name;
}

/** Both parts keep half of the room, and what the other does not need. */
function cut(stackName: string, logicalId: string, room: number): [string, string] {
  const half = Math.floor(Math.max(room, 0) / 2);
  const logical = logicalId.slice(0, Math.max(room - stackName.length, half, 0));
  const stack = stackName.slice(0, Math.max(room - logical.length, 0));
  // Some services refuse two hyphens in a row.
  return [stack.replace(/-+$/, ''), logical];
}
