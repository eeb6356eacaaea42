import type { Table } from '../../../platform/storage/storage.ts';

export interface CredentialReport {
  account: string;
  /** Milliseconds since 1970. */
  requestedAt: number;
  /** The report of now, or, while a new one is made, the one before. */
  generatedAt?: number | undefined;
  csv?: string | undefined;
}

export const credentialReportsTable: Table<CredentialReport, never> = {
  name: 'iam.credentialReports',
  key: (row) => [row.account],
  indexes: {},
};
