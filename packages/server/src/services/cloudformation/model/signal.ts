/** One row per unique id that has signalled to a resource. */
export interface ResourceSignal {
  stackId: string;
  logicalId: string;
  uniqueId: string;
  status: 'SUCCESS' | 'FAILURE';
  /** Of wait conditions: what the signal brought. */
  data?: string | undefined;
  reason?: string | undefined;
  receivedAt: number;
  /** Whether its event was written. */
  reported: boolean;
}
