import type { CloudEvent, EventBus } from './events.ts';
import type { Jobs } from './jobs.ts';
import type { JobContext, JobDefinition } from './service.ts';

export type EventHandler = (event: CloudEvent<never>, context: JobContext) => Promise<void>;

export interface WiredEventBus extends EventBus {
  /** At wiring time. `name` is the subscriber's: one handler per name and event type. */
  subscribe(eventType: string, name: string, handler: EventHandler): void;
  /** Deliveries by job type, for the job runner. */
  readonly jobDefinitions: ReadonlyMap<string, JobDefinition>;
}

export function createEventBus({ jobs }: { jobs: Jobs }): WiredEventBus {
  const subscribers = new Map<string, string[]>();
  const jobDefinitions = new Map<string, JobDefinition>();
  return {
    jobDefinitions,
    subscribe(eventType, name, handler) {
      const jobType = `events.${name}.${eventType}`;
      if (jobDefinitions.has(jobType)) throw new Error(`${name} subscribes twice to ${eventType}`);
      jobDefinitions.set(jobType, { run: handler });
      subscribers.set(eventType, [...(subscribers.get(eventType) ?? []), jobType]);
    },
    publish(unit, event) {
      const { account, region } = event;
      for (const type of subscribers.get(event.type) ?? []) {
        jobs.enqueue(unit, { type, account, region, payload: event });
      }
    },
  };
}
