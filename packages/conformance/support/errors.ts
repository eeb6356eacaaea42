import { expect } from 'vitest';

/** What a JS SDK client throws: AWS's code, HTTP status and message (whole, or a pattern). For `rejects.toMatchObject`. */
export function sdkError(code: string, status: number, message: string | RegExp): object {
  return { name: code, message: textOf(message), $metadata: { httpStatusCode: status } };
}

/** What the CLI prints of a service's error, and its exit code for one. */
export function cliError(code: string, operation: string, message: string | RegExp): object {
  return {
    name: 'CliError',
    code,
    operation,
    serviceMessage: textOf(message),
    // Version 1 of the CLI ends with 255 or 254, version 2 with 254.
    exitCode: expect.toSatisfy((exitCode: number) => exitCode === 254 || exitCode === 255) as number,
  };
}

function textOf(message: string | RegExp): string {
  return typeof message === 'string' ? message : (expect.stringMatching(message) as string);
}
