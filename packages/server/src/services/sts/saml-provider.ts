import type { ProviderMetadata } from '../../engines/saml/metadata.ts';
import { SamlError } from '../../engines/saml/saml-error.ts';
import type { RequestContext } from '../../platform/service.ts';
import { invalidToken } from './model/web-token.ts';
import { absentAsUndefined, iamOf } from './role.ts';

export interface SamlProvider extends ProviderMetadata {
  arn: string;
  account: string;
  name: string;
}

/** The SAML provider in IAM that vouches for an assertion. */
export async function requireSamlProvider(arn: string, context: RequestContext): Promise<SamlProvider> {
  const [, account, name] = /^arn:aws[\w-]*:iam::(\d{12}):saml-provider\/([\w.-]{1,128})$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) throw invalidToken(`${arn} is not the ARN of a SAML provider`);
  const iam = iamOf(context.platform, account, context.region);
  const provider = await absentAsUndefined(iam.GetSAMLProvider({ SAMLProviderArn: arn }));
  if (!provider) throw invalidToken("Specified provider doesn't exist");
  if (provider.ValidUntil && provider.ValidUntil.getTime() <= context.clock.now()) {
    throw invalidToken(`The metadata of ${arn} was valid until ${provider.ValidUntil.toISOString()}`);
  }
  if (provider.AssertionEncryptionMode === 'Required') {
    throw invalidToken(`${arn} requires encrypted assertions, which are not supported`);
  }
  const { parseProviderMetadata } = await import('../../engines/saml/metadata.ts');
  try {
    return { arn, account, name, ...parseProviderMetadata(provider.SAMLMetadataDocument ?? '') };
  } catch (error) {
    throw error instanceof SamlError ? invalidToken(error.message) : error;
  }
}
