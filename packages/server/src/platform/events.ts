import type { Unit } from './storage/storage.ts';

/** A fact that a service makes known: "object created", "queue deleted". Delivered at least once to each subscriber. */
export interface CloudEvent<Detail = unknown> {
  /** `<service>.<Fact>`: `s3.ObjectCreated`. */
  type: string;
  account: string;
  region: string;
  /** Milliseconds since 1970. */
  time: number;
  /** ARNs of the resources concerned. */
  resources: string[];
  detail: Detail;
}

export interface EventBus {
  /** Publishes in the unit of the change itself: a job per subscriber, so that no fact is lost by a crash. */
  publish(unit: Unit, event: CloudEvent): void;
}
