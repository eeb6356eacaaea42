import type { WebRequestHead } from '../../../platform/service.ts';
import { methodNotAllowed } from '../errors.ts';
import { bucketAndKey } from './target.ts';

/** Sub-resources that cannot be put or deleted. Without their names such requests would mean the bucket or object itself. */
const misdirected: Readonly<Record<string, Readonly<Record<'bucket' | 'object', ReadonlySet<string>>>>> = {
  DELETE: {
    bucket: named(
      'abac accelerate acl delete location logging metadataInventoryTable metadataJournalTable notification',
      'object-lock policyStatus requestPayment session torrent uploads versioning versions',
    ),
    object: named('acl attributes legal-hold restore retention select torrent uploads'),
  },
  PUT: {
    bucket: named('delete location metadataConfiguration metadataTable policyStatus session torrent uploads versions'),
    object: named('attributes restore select torrent uploads'),
  },
};

function named(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

export function isMisdirected({ method, query, path }: Pick<WebRequestHead, 'method' | 'path' | 'query'>): boolean {
  const refused = query === '' ? undefined : misdirected[method];
  if (refused === undefined) return false;
  const names = refused[kindOf(path)];
  return query.split('&').some((argument) => names.has(argument.split('=', 1)[0] ?? ''));
}

export function refuseMisdirected(request: WebRequestHead): never {
  const { bucket, key } = bucketAndKey(request);
  throw methodNotAllowed(request.method, bucket === '' ? 'SERVICE' : key === '' ? 'BUCKET' : 'OBJECT');
}

function kindOf(path: string): 'bucket' | 'object' {
  const slash = path.indexOf('/', 1);
  return slash < 0 || slash === path.length - 1 ? 'bucket' : 'object';
}
