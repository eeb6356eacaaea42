import type { StsOperations } from '../../../../generated/types/sts.ts';
import { accountOfAccessKey } from '../../../platform/ids.ts';
import type { Handlers, RequestContext } from '../../../platform/service.ts';
import { accessDenied, invalidInput, StsError } from '../errors.ts';
import { decodeAuthorizationMessage } from '../model/authorization-message.ts';

export const identityOperations = {
  async GetCallerIdentity(_input, { principal }) {
    return { UserId: principal.userId, Account: principal.account, Arn: principal.arn };
  },

  async GetAccessKeyInfo({ AccessKeyId }) {
    const account = accountOfAccessKey(AccessKeyId);
    if (account === undefined) throw invalidInput(`Invalid Access Key ID: ${AccessKeyId}`);
    return { Account: account };
  },

  async DecodeAuthorizationMessage({ EncodedMessage }) {
    return { DecodedMessage: decodeAuthorizationMessage(EncodedMessage) };
  },

  async GetWebIdentityToken() {
    throw new StsError(
      'OutboundWebIdentityFederationDisabledException',
      'Outbound web identity federation is not enabled for this account: it needs an issuer that other parties can reach, which does not run here.',
    );
  },

  async GetDelegatedAccessToken() {
    throw accessDenied('Trade-in tokens come from product providers of AWS, which do not run here: none can be valid.');
  },
} satisfies Partial<Handlers<StsOperations, RequestContext>>;
