import type { Api } from './api.ts';
import type { Random } from './random.ts';

export interface Tally {
  /** Writes that got their answer before the crash. */
  answeredWrites: number;
  /** Facts compared with what the restarted server holds. */
  verified: number;
  /** Deletes that came too late to be sure of, and so were left out of the comparison. */
  doubtful: number;
  /** Deliveries beyond the first one, where at least one is promised. */
  duplicates: number;
}

export interface Client {
  name: string;
  /** One request or a few that belong together, over and over until the server is gone. */
  step: (api: Api, random: Random) => Promise<void>;
}

/** Some resources, the clients that work on them, and what those were told. */
export interface Workload {
  name: string;
  prepare(api: Api): Promise<void>;
  clients(round: number, tally: Tally): readonly Client[];
  /** How long after the kill to wait, so that visibility timeouts and delays have run out. */
  settleMs?: number;
  /** After the restart: what is not as it was answered. */
  verify(api: Api, tally: Tally): Promise<string[]>;
  /** Once more after all rounds, when a server has been stopped and started in peace. */
  verifyAtEnd?(api: Api, tally: Tally): Promise<string[]>;
}
