import { resourceError } from '../kernel/errors.ts';
import { asMap, entryOf, isAbsent, isGiven, type Fields, withoutAbsent } from '../kernel/values.ts';

interface GraphqlAuth {
  readonly properties: Fields;
  /** The functions that authorize requests, which the API has to be allowed to call. */
  readonly functionArns: readonly unknown[];
}

interface AuthKind {
  readonly property: string;
  readonly config: string;
}

const KINDS: Record<string, AuthKind> = {
  AWS_LAMBDA: { property: 'LambdaAuthorizer', config: 'LambdaAuthorizerConfig' },
  OPENID_CONNECT: { property: 'OpenIDConnect', config: 'OpenIDConnectConfig' },
  AMAZON_COGNITO_USER_POOLS: { property: 'UserPool', config: 'UserPoolConfig' },
};

function authConfig(id: string, auth: Fields, index?: number): Fields {
  const present = Object.entries(auth).filter(([name, value]) => name !== 'Additional' && !isAbsent(value));
  if (present.length > 2) {
    const path = index ? `'Auth.Additional.${index}'` : "'Auth'";
    throw resourceError(id, `${path} has more than one authentication configuration defined.`);
  }
  const kind = entryOf(KINDS, String(auth['Type']));
  if (!kind) return {};
  const given = auth[kind.property];
  if (isAbsent(given)) {
    throw resourceError(id, `'${kind.property}' must be defined if type is '${String(auth['Type'])}'.`);
  }
  const config = withoutAbsent(asMap(given));
  // Only the default provider of an API may allow or deny what no resolver decides on.
  if (index !== undefined && kind.property === 'UserPool') delete config['DefaultAction'];
  return isGiven(config) ? { [kind.config]: config } : {};
}

export function graphqlAuth(id: string, auth: Fields): GraphqlAuth {
  const own = authConfig(id, auth);
  const additional = ((auth['Additional'] ?? []) as Fields[]).map((provider, index) => ({
    AuthenticationType: provider['Type'],
    ...authConfig(id, provider, index),
  }));
  const lambdas = [own, ...additional].map((config: Fields) => asMap(config['LambdaAuthorizerConfig']));
  return {
    properties: {
      AuthenticationType: auth['Type'],
      ...own,
      AdditionalAuthenticationProviders: additional.length > 0 ? additional : undefined,
    },
    functionArns: lambdas.map(({ AuthorizerUri }) => AuthorizerUri).filter((arn) => !isAbsent(arn)),
  };
}
