import type { CustomRequest, CustomResponse } from '../store/custom-requests.ts';

/** In bytes. */
export const longestResponse = 4096;

const longestPhysicalId = 1024;

/** What a provider's answer comes to; undefined stands for one that is too long. */
export function customResponse(
  body: Readonly<Record<string, unknown>> | undefined,
  { step, physicalId, requestId }: Pick<CustomRequest, 'step' | 'physicalId' | 'requestId'>,
): CustomResponse {
  if (body === undefined) return failed('Response object is too long.');
  const { Status, Reason, PhysicalResourceId = step === 'create' ? undefined : physicalId, Data, NoEcho } = body;
  if (Status === 'FAILED') return failure(Reason, PhysicalResourceId, requestId);
  if (Status !== 'SUCCESS') return failed('Invalid Status in the response of the custom resource.');
  if (!isPhysicalId(PhysicalResourceId)) return failed('Invalid PhysicalResourceId');
  const isData = typeof Data === 'object' && Data !== null && !Array.isArray(Data);
  if (!isData && Data !== undefined && Data !== null)
    return failed('Invalid Data in the response of the custom resource.');
  const data = isData ? (Data as Record<string, unknown>) : {};
  return { status: 'SUCCESS', physicalId: PhysicalResourceId, data, noEcho: NoEcho === true || NoEcho === 'true' };
}

function failure(Reason: unknown, physicalId: unknown, requestId: string): CustomResponse {
  const message = typeof Reason === 'string' ? Reason : '';
  const reason = `Received response status [FAILED] from custom resource. Message returned: ${message} (RequestId: ${requestId})`;
  return { status: 'FAILED', reason, ...(isPhysicalId(physicalId) && { physicalId }) };
}

function failed(reason: string): CustomResponse {
  return { status: 'FAILED', reason };
}

function isPhysicalId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= longestPhysicalId;
}

/** What AWS says when no answer came in time. */
export function noResponse(requestId: string): string {
  return (
    `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. ` +
    'If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.'
  );
}
