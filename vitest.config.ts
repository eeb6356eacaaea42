import { defineConfig } from 'vitest/config';
import { PlainSummary } from './tools/plain-summary.ts';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/conformance/test/**/*.test.ts', 'tools/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // On CI's shared machines a test that waits for real processes may be starved once; the report marks a second try.
    retry: process.env['CI'] ? 1 : 0,
    reporters: ['default', new PlainSummary()],
  },
});
