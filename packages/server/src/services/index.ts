import type { AnyService } from '../platform/service.ts';

/** Every service of this cloud, one line each. */
export const services: readonly AnyService[] = [];
