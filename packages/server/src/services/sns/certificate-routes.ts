import { AwsError } from '../../platform/errors.ts';
import type { WebRoutes } from '../../platform/service.ts';
import { processOf } from './context.ts';
import { certificateId } from './delivery/signer.ts';

/** The certificate at the SigningCertURL of notifications, for anybody who verifies one. */
export const certificateRoutes: WebRoutes = {
  claims: ({ method, path }) => (method === 'GET' || method === 'HEAD') && certificateId(path) !== undefined,
  async answer({ path }, { platform }) {
    const body = await processOf(platform).signer.certificate(certificateId(path) ?? '');
    if (body === undefined) throw new AwsError('NotFound', 'There is no such certificate', { status: 404 });
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body };
  },
};
