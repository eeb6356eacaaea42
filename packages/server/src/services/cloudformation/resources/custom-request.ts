import { parseArn } from '../../../platform/arn.ts';
import { AwsError } from '../../../platform/errors.ts';
import type { ResourceProperties } from '../../../platform/resource-handler.ts';
import { StepFailure } from '../stack-operation/reasons.ts';
import { saveCustomRequest } from '../store/custom-requests.ts';
import type { CustomRequest } from '../store/custom-requests.ts';
import { inPlainWords } from './own-context.ts';
import type { OwnContext } from './own-context.ts';
import { customResponseUrl, newToken } from './response-url.ts';

const defaultTimeoutSeconds = 3600;

interface RequestedChange {
  step: CustomRequest['step'];
  type: string;
  physicalId: string;
  /** As its provider knows it, where that is another. */
  toldId?: string | undefined;
  properties: ResourceProperties;
  oldProperties?: ResourceProperties;
}

const requestTypes = { create: 'Create', update: 'Update', delete: 'Delete' } as const;

/** Asks the provider of a custom resource, through its topic or function; the answer is put to a URL. */
export async function sendRequest(context: OwnContext, change: RequestedChange): Promise<void> {
  const { platform, unit, stack, endpoint, region, clock } = context;
  const { step, physicalId, properties } = change;
  const { ServiceToken, ServiceTimeout = defaultTimeoutSeconds } = properties as Record<string, string>;
  const now = clock.now();
  const request: CustomRequest = {
    stackId: stack.id,
    logicalId: stack.logicalId,
    step,
    physicalId,
    requestId: platform.ids.uuid(),
    token: newToken(platform.ids),
    deadline: now + Number(ServiceTimeout) * 1000,
  };
  saveCustomRequest(unit, request);
  const ResponseURL = customResponseUrl({ ...request, endpoint, region, expiresAt: request.deadline, now });
  await inPlainWords(deliver(context, String(ServiceToken), messageOf(request, change, ResponseURL)));
}

function messageOf(
  { stackId, logicalId, requestId }: CustomRequest,
  change: RequestedChange,
  ResponseURL: string,
): string {
  const { step, type, physicalId, toldId = physicalId, properties, oldProperties } = change;
  return JSON.stringify({
    RequestType: requestTypes[step],
    ServiceToken: properties['ServiceToken'],
    ResponseURL,
    StackId: stackId,
    RequestId: requestId,
    LogicalResourceId: logicalId,
    ...(step !== 'create' && { PhysicalResourceId: toldId }),
    ResourceType: type,
    ResourceProperties: stringified(properties),
    ...(oldProperties && { OldResourceProperties: stringified(oldProperties) }),
  });
}

async function deliver({ call }: OwnContext, serviceToken: string, message: string): Promise<void> {
  const service = parseArn(serviceToken)?.service;
  if (service === 'sns') {
    await call.sns.Publish({
      TopicArn: serviceToken,
      Subject: 'AWS CloudFormation custom resource request',
      Message: message,
    });
  } else if (service === 'lambda') {
    const Payload = new TextEncoder().encode(message);
    await functionsRun(call.lambda.Invoke({ FunctionName: serviceToken, InvocationType: 'Event', Payload }));
  } else {
    throw new StepFailure('Invalid service token.');
  }
}

async function functionsRun(invocation: Promise<unknown>): Promise<void> {
  try {
    await invocation;
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== 'NotImplemented') throw cause;
    throw new StepFailure('The function of this custom resource was not invoked: functions do not run here yet.', {
      cause,
    });
  }
}

/** Every scalar arrives as a text. */
function stringified(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(stringified);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, stringified(member)]));
}
