import type { SourceResource } from '../kernel/context.ts';
import { ofResource, requireMap } from '../kernel/checks.ts';
import { resourceError } from '../kernel/errors.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { isIntrinsic, ref } from '../kernel/intrinsics.ts';
import { entryOf, isGiven, type Fields } from '../kernel/values.ts';

const CORS_TYPES: Record<string, 'list' | 'bool' | 'int'> = {
  AllowOrigins: 'list',
  AllowMethods: 'list',
  AllowCredentials: 'bool',
  AllowHeaders: 'list',
  ExposeHeaders: 'list',
  MaxAge: 'int',
};

function hasType(value: unknown, type: 'list' | 'bool' | 'int'): boolean {
  if (type === 'list') return Array.isArray(value);
  return typeof value === 'boolean' || (type === 'int' && Number.isInteger(value));
}

function checkCors(id: string, cors: unknown): void {
  if (!isGiven(cors) || isIntrinsic(cors)) return;
  for (const [name, value] of Object.entries(requireMap(cors, ofResource(id), 'FunctionUrlConfig.Cors'))) {
    const type = entryOf(CORS_TYPES, name);
    if (!type) throw resourceError(id, `${name} is not a valid property for configuring Cors.`);
    if (!isIntrinsic(value) && !hasType(value, type)) throw resourceError(id, `${name} must be of type ${type}.`);
  }
}

function checkConfig(id: string, config: Fields): void {
  if (isIntrinsic(config)) return;
  const type = config['AuthType'];
  if (!isIntrinsic(type) && type !== 'AWS_IAM' && type !== 'NONE') {
    throw resourceError(
      id,
      'AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.',
    );
  }
  checkCors(id, config['Cors']);
}

/** The URL of a function, with the permissions that make it public when it asks for no authorization. */
export function functionUrl(
  { id, properties, passed }: SourceResource,
  lambda: GeneratedResource,
  alias: GeneratedResource | undefined,
): GeneratedResource[] {
  const config = properties['FunctionUrlConfig'] as Fields | undefined;
  if (!config || !isGiven(config)) return [];
  checkConfig(id, config);
  const target = ref(alias?.id ?? lambda.id);
  const placement = { attributes: passed };
  const { AuthType, Cors, InvokeMode } = config;
  const urlProperties = { Cors: isGiven(Cors) ? Cors : undefined, AuthType, TargetFunctionArn: target, InvokeMode };
  const url = generated('AWS::Lambda::Url', `${id}Url`, urlProperties, placement);
  if (AuthType !== 'NONE' || isIntrinsic(config)) return [url];
  const anyone = { FunctionName: target, Principal: '*' };
  const viaUrl = { ...anyone, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: AuthType };
  const invoke = { ...anyone, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true };
  return [
    url,
    generated('AWS::Lambda::Permission', `${id}UrlPublicPermissions`, viaUrl, placement),
    generated('AWS::Lambda::Permission', `${id}URLInvokeAllowPublicAccess`, invoke, placement),
  ];
}
