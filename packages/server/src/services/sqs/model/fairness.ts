const fewestInFlight = 30;
const fairShare = 0.1;
const quietAfterMs = 5 * 60 * 1000;

/** What is known of a message group of a standard queue. */
export interface GroupUse {
  inFlight: number;
  inFlightOfQueue: number;
  wasNoisy: boolean;
  /** Whether a message of the group can be received at present. */
  isWaiting: boolean;
  sinceLastSendMs: number;
}

/**
 * Whether a group takes so much of the consumers' capacity that others go first. Once noisy it stays so until
 * nothing of it waits or it has sent nothing for five minutes. AWS also looks at the share of processing time; here
 * only messages in flight count.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 */
export function isNoisy({ inFlight, inFlightOfQueue, wasNoisy, isWaiting, sinceLastSendMs }: GroupUse): boolean {
  if (!isWaiting || sinceLastSendMs >= quietAfterMs) return false;
  return wasNoisy || (inFlight >= fewestInFlight && inFlight > fairShare * inFlightOfQueue);
}
