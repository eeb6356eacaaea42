import { arnText } from '../kernel/arns.ts';
import { generated, type GeneratedResource } from '../kernel/generated-resource.ts';
import { sub } from '../kernel/intrinsics.ts';
import type { Fields } from '../kernel/values.ts';

/** Lets an API call the function that authorizes its requests. */
export function authorizerPermission(
  id: string,
  target: unknown,
  apiId: unknown,
  partition: string,
  attributes: Fields,
): GeneratedResource {
  const source = arnText(partition, 'execute-api', '${__ApiId__}/authorizers/*');
  const properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub(source, { __ApiId__: apiId }),
  };
  return generated('AWS::Lambda::Permission', id, properties, { attributes });
}
