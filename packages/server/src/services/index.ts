import type { AnyService } from '../platform/service.ts';
import { cloudcontrol } from './cloudcontrol/service.ts';
import { cloudformation } from './cloudformation/service.ts';
import { iam } from './iam/service.ts';
import { s3 } from './s3/service.ts';
import { sns } from './sns/service.ts';
import { sqs } from './sqs/service.ts';
import { ssm } from './ssm/service.ts';
import { sts } from './sts/service.ts';

/** Every service of this cloud, one line each. */
export const services: readonly AnyService[] = [cloudcontrol, cloudformation, iam, s3, sns, sqs, ssm, sts];
