import type { IamHandlers } from '../context.ts';
import { IamError } from '../errors.ts';
import { credentialReportsTable } from '../store/credential-reports.ts';

const hourMs = 3_600_000;

/** AWS makes a new report at most every four hours, and forgets one after a day. */
const freshMs = 4 * hourMs;
const keptMs = 24 * hourMs;

export const credentialReportOperations = {
  async GenerateCredentialReport(_input, { account, now, request }) {
    const { unit, platform, region } = request;
    const report = await unit.get(credentialReportsTable, [account]);
    if (report?.generatedAt !== undefined && now - report.generatedAt < freshMs) return { State: 'COMPLETE' };
    if (report && report.requestedAt > (report.generatedAt ?? 0)) return { State: 'INPROGRESS' };
    unit.put(credentialReportsTable, { ...report, account, requestedAt: now });
    const id = `iam.credentialReport:${account}`;
    platform.jobs.enqueue(unit, { type: 'iam.credentialReport', id, account, region, payload: {} });
    const Description = 'No report exists. Starting a new report generation task';
    return { State: 'STARTED', ...(report === undefined && { Description }) };
  },

  async GetCredentialReport(_input, { account, now, request }) {
    const report = await request.unit.get(credentialReportsTable, [account]);
    if (!report) {
      throw new IamError(
        'CredentialReportNotPresentException',
        'No credential report exists: call GenerateCredentialReport first.',
        { status: 410 },
      );
    }
    if (report.generatedAt === undefined || report.csv === undefined || report.requestedAt > report.generatedAt) {
      throw new IamError('CredentialReportNotReadyException', 'Credential report is not ready');
    }
    if (now - report.generatedAt > keptMs) {
      throw new IamError('CredentialReportExpiredException', 'The credential report has expired: generate a new one.');
    }
    return {
      Content: Buffer.from(report.csv),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.generatedAt),
    };
  },
} satisfies Partial<IamHandlers>;
