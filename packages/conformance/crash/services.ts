import { deadLetters } from './dead-letters.ts';
import { fifoQueue } from './fifo-queue.ts';
import { fifoTopic } from './fifo-topic.ts';
import { iamPolicies } from './iam-policies.ts';
import { iamUsers } from './iam-users.ts';
import { multipartUploads } from './multipart-uploads.ts';
import { notifications } from './notifications.ts';
import { objectVersions } from './object-versions.ts';
import { objects } from './objects.ts';
import { parameters } from './parameters.ts';
import { queueSettings } from './queue-settings.ts';
import { archiveQueue, standardQueue } from './standard-queue.ts';
import { topicFanOut } from './topic-fan-out.ts';
import type { Workload } from './workload.ts';

const workloadsOf = {
  iam: () => [iamUsers(), iamPolicies()],
  s3: () => [
    objects(),
    objectVersions('versions-a'),
    objectVersions('versions-b'),
    multipartUploads('uploads-a'),
    multipartUploads('uploads-b'),
    notifications(),
  ],
  sns: () => [topicFanOut(), fifoTopic()],
  sqs: () => [standardQueue(), fifoQueue(), deadLetters(), archiveQueue(), queueSettings()],
  ssm: () => [parameters()],
} satisfies Record<string, () => Workload[]>;

export type CrashService = keyof typeof workloadsOf;

export const crashServices = Object.keys(workloadsOf) as CrashService[];

/** Workloads know what they were told: each run needs new ones. */
export function createWorkloads(services: readonly CrashService[]): Workload[] {
  return services.flatMap((service) => workloadsOf[service]());
}
