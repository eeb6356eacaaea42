/** URLs of this server that look like AWS's presigned ones: what counts of them is the token. */

const tokenLength = 64;
const waitPrefix = '/cloudformation-waitcondition-';
const customPrefix = '/cloudformation-custom-resource-response-';

interface UrlParts {
  endpoint: string;
  region: string;
  stackId: string;
  logicalId: string;
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A token that nobody guesses. */
export function newToken(ids: { hex(length: number): string }): string {
  return ids.hex(tokenLength);
}

export function waitHandleUrl({ endpoint, region, stackId, logicalId, token, expiresAt }: UrlParts): string {
  const object = `${keyOf(stackId)}%2F${logicalId}`;
  const query = `Expires=${Math.ceil(expiresAt / 1000)}&Signature=${token}`;
  return `${endpoint}${waitPrefix}${region}/${object}?${query}`;
}

export function customResponseUrl(parts: UrlParts & { requestId: string; now: number }): string {
  const { endpoint, region, stackId, logicalId, token, requestId, expiresAt, now } = parts;
  const object = `${keyOf(stackId)}%7C${logicalId}%7C${requestId}`;
  const date = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const seconds = Math.ceil((expiresAt - now) / 1000);
  const query = `X-Amz-Date=${date}&X-Amz-SignedHeaders=host&X-Amz-Expires=${seconds}&X-Amz-Signature=${token}`;
  return `${endpoint}${customPrefix}${region.replaceAll('-', '')}/${object}?${query}`;
}

/** Slashes stay as they are. */
function keyOf(stackId: string): string {
  return encodeURIComponent(stackId).replaceAll('%2F', '/');
}

type ResponseKind = 'wait-condition' | 'custom-resource';

export function responseKind(path: string): ResponseKind | undefined {
  if (path.startsWith(waitPrefix)) return 'wait-condition';
  return path.startsWith(customPrefix) ? 'custom-resource' : undefined;
}

export function tokenOf(query: string): string {
  const members = new URLSearchParams(query);
  return members.get('X-Amz-Signature') ?? members.get('Signature') ?? '';
}

/** The token in the URL that a handle's Ref gave. */
export function waitHandleToken(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, search } = new URL(url);
  return responseKind(pathname) === 'wait-condition' ? tokenOf(search) : undefined;
}
