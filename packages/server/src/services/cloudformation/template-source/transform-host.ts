import type { PseudoParameters } from '../../../engines/cloudformation/template/pseudo-parameters.ts';
import { TemplateError } from '../../../engines/cloudformation/template/template-error.ts';
import { transformError } from '../../../engines/cloudformation/transforms/transform-host.ts';
import type { TransformHost } from '../../../engines/cloudformation/transforms/transform-host.ts';
import { AwsError } from '../../../platform/errors.ts';
import { runMacro } from './macro.ts';
import { readS3Text } from './s3-text.ts';
import type { SourceContext } from './source-context.ts';
import { parseS3Location } from './template-url.ts';
import type { S3Location } from './template-url.ts';

export function transformHost(
  context: SourceContext,
  pseudo: Partial<PseudoParameters>,
  parameters: TransformHost['parameters'],
): TransformHost {
  return {
    pseudo,
    parameters,
    nowSeconds: Math.floor(context.platform.clock.now() / 1000),
    readSnippet: (location) => readSnippet(context, location),
    runMacro: (request) => runMacro(context, request, parameters),
    managedPolicyArns: () => managedPolicyArns(context),
  };
}

async function readSnippet({ call, endpoint }: SourceContext, location: string): Promise<string> {
  const object = snippetLocation(location, endpoint);
  try {
    return await readS3Text(call, object);
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof TemplateError) throw error;
    const reason =
      error.code === 'NoSuchBucket'
        ? `S3 bucket [${object.Bucket}] does not exist.`
        : error.code === 'NoSuchKey'
          ? `S3 object [${object.Key}] does not exist in bucket [${object.Bucket}].`
          : `${error.message} (Service: Amazon S3; Error Code: ${error.code})`;
    throw transformError('AWS::Include', reason);
  }
}

function snippetLocation(location: string, endpoint: string): S3Location {
  try {
    return parseS3Location(location, endpoint);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw transformError('AWS::Include', 'The location parameter is not a valid S3 uri.');
  }
}

/** AWS's own policies by name: public knowledge, so that they are not read as the caller. */
async function managedPolicyArns({ platform, account, region }: SourceContext): Promise<Map<string, string>> {
  const arn = `arn:aws:iam::${account}:root`;
  const { iam } = platform.callAs({ principal: { kind: 'root', account, arn, userId: account }, account, region });
  const arns = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const page = await iam.ListPolicies({ Scope: 'AWS', MaxItems: 1000, Marker });
    for (const { PolicyName, Arn } of page.Policies ?? []) {
      if (PolicyName !== undefined && Arn !== undefined) arns.set(PolicyName, Arn);
    }
    Marker = page.Marker;
  } while (Marker !== undefined);
  return arns;
}
