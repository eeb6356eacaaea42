import type { AwsError } from '../../../platform/errors.ts';
import type { WebResponse } from '../../../platform/service.ts';

const reasons: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  416: 'Requested Range Not Satisfiable',
};

/** An error as a website's visitors see it. */
export function errorPage(
  error: AwsError,
  requestId: string,
  { key, whileFetching }: { key?: string; whileFetching?: AwsError } = {},
): WebResponse {
  const status = error.details.status ?? 403;
  const title = `${status} ${reasons[status] ?? error.code}`;
  const hostId = Buffer.from(`madang/${requestId}`).toString('base64');
  const facts = { ...(error.code === 'NoSuchKey' && key !== undefined && { Key: key }), ...error.details.members };
  const second = whileFetching && [
    '<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>',
    list({ Code: whileFetching.code, Message: whileFetching.message, ...whileFetching.details.members }),
  ];
  const body = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<h1>${title}</h1>`,
    list({ Code: error.code, Message: error.message, ...facts, RequestId: requestId, HostId: hostId }),
    ...(second ?? []),
    '<hr/>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'x-amz-error-code': error.code,
    'x-amz-error-message': error.message,
    'x-amz-request-id': requestId,
    'x-amz-id-2': hostId,
  };
  return { status, headers, body };
}

function list(facts: Record<string, unknown>): string {
  const items = Object.entries(facts).filter(([, value]) => value !== undefined);
  return ['<ul>', ...items.map(([name, value]) => `<li>${name}: ${escapeHtml(String(value))}</li>`), '</ul>'].join(
    '\n',
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
