import type { AnyService } from '../platform/service.ts';
import { iam } from './iam/service.ts';
import { sqs } from './sqs/service.ts';
import { ssm } from './ssm/service.ts';
import { sts } from './sts/service.ts';

/** Every service of this cloud, one line each. */
export const services: readonly AnyService[] = [iam, sqs, ssm, sts];
