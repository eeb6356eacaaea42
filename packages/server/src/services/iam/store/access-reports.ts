import type { Table } from '../../../platform/storage/storage.ts';

export interface ServiceAccess {
  namespace: string;
  /** The users and roles through whom the service was reached, the latest first. */
  uses: {
    arn: string;
    name: string;
    id: string;
    kind: 'USER' | 'ROLE';
    path: string;
    at: number;
    region?: string | undefined;
  }[];
}

export interface AccessReport {
  account: string;
  jobId: string;
  granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL';
  /** Milliseconds since 1970. */
  createdAt: number;
  services: ServiceAccess[];
}

export const accessReportsTable: Table<AccessReport, never> = {
  name: 'iam.accessReports',
  key: (row) => [row.account, row.jobId],
  indexes: {},
};
