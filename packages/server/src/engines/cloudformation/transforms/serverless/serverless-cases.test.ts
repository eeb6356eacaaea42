import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { parseTemplate } from '../../template/parse/parse-template.ts';
import type { ServerlessTransformOptions } from './kernel/context.ts';
import { ServerlessTransformError } from './kernel/errors.ts';
import type { Fields } from './kernel/values.ts';
import { transformServerless } from './transform.ts';

const shared = process.env['MADANG_SHARED'] ?? resolve(import.meta.dirname, '../../../../../../../../shared');
const directory = join(shared, 'sam-cases');

const OPTIONS: Record<string, Partial<ServerlessTransformOptions>> = {
  feature_toggle_api_open_api_version_override: { features: ['normalized_open_api_version'] },
  application_preparing_state: {
    applicationTemplate: () => ({
      templateUrl: 'https://awsserverlessrepo-changesets-xxx.s3.amazonaws.com/signed-url',
    }),
  },
  translate_convert_metadata: { passMetadata: true },
};

const options: ServerlessTransformOptions = {
  parameters: {},
  region: 'ap-southeast-1',
  managedPolicyArn: (name) => {
    const isServiceRole = ['AWSLambdaBasicExecutionRole', 'AWSLambdaRole'].includes(name);
    const isKnown = isServiceRole || /^(Amazon|AWS|CloudWatch)\w+$/.test(name);
    return isKnown ? `arn:aws:iam::aws:policy/${isServiceRole ? 'service-role/' : ''}${name}` : undefined;
  },
};

function outcome(name: string): unknown {
  const { value, numberTexts } = parseTemplate(readFileSync(join(directory, 'input', `${name}.yaml`), 'utf8'));
  try {
    return transformServerless(value, { ...options, numberTexts, ...OPTIONS[name] }).template;
  } catch (error) {
    if (error instanceof ServerlessTransformError) return { errorMessage: error.message };
    throw error;
  }
}

/** What AWS keeps in sets has no order to compare; outside resources the parser keeps numbers as their text. */
function unordered(value: unknown): unknown {
  if (typeof value === 'string' && /^\d+\.0$/.test(value)) return Number(value);
  if (Array.isArray(value)) {
    return value.map(unordered).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, unordered(member)]));
}

function expected(name: string): Fields {
  const content = JSON.parse(readFileSync(join(directory, 'expected', `${name}.json`), 'utf8')) as Fields;
  return 'errorMessage' in content ? { errorMessage: content['errorMessage'] } : content;
}

const isPresent = existsSync(directory);
const names = isPresent ? readdirSync(join(directory, 'input')).map((file) => file.replace(/\.yaml$/, '')) : [];

describe('the serverless transform', () => {
  it.for(names)('%s', (name) => {
    expect(unordered(outcome(name))).toEqual(unordered(expected(name)));
  });

  it('has cases', ({ skip }) => {
    skip(!isPresent, `there are no cases at ${directory}; MADANG_SHARED names the directory with sam-cases`);
    expect(names.length).toBeGreaterThan(400);
  });
});
