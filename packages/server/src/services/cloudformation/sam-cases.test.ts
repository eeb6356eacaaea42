import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { expect, it } from 'vitest';
import { openChangeSets } from './change-sets/testing.ts';
import type { TestChangeSets } from './change-sets/testing.ts';

const folder = join(process.env['MADANG_SHARED'] ?? '../shared', 'sam-cases');

const isThere = existsSync(folder);
const read = (part: string, file: string) => readFileSync(join(folder, part, file), 'utf8');

/** All cases are with the transform itself: these are a sample of them, through the API. */
async function createSet(sets: TestChangeSets, name: string) {
  return sets.create(name.replaceAll('_', '-'), {
    ChangeSetType: 'CREATE',
    TemplateBody: `Transform: AWS::Serverless-2016-10-31\n${read('input', `${name}.yaml`)}`,
    Capabilities: ['CAPABILITY_IAM'],
  });
}

it.skipIf(!isThere)('shows processed templates of serverless applications', async () => {
  const sets = await openChangeSets('ap-southeast-1');
  for (const name of ['api_with_cors', 'basic_function_with_tags', 'cloudwatchevent', 'api_description']) {
    const { ChangeSetId, StatusReason } = await createSet(sets, name);
    const get = new GetTemplateCommand({ ChangeSetName: ChangeSetId, TemplateStage: 'Processed' });
    const { TemplateBody = '' } = await sets.client.send(get);
    const [processed, expected] = [TemplateBody, read('expected', `${name}.json`)].map(
      (text) => (JSON.parse(text) as { Resources: object }).Resources,
    );
    expect(processed, `${name}: ${StatusReason}`).toEqual(expected);
  }
  expect(sets.server.errors).toEqual([]);
  await sets.server.stop();
});

it.skipIf(!isThere)('tells why a serverless application cannot be', async () => {
  const sets = await openChangeSets('ap-southeast-1');
  const name = 'error_api_gateway_responses_nonnumeric_status_code';
  const { errorMessage } = JSON.parse(read('expected', `${name}.json`)) as { errorMessage: string };
  const { StatusReason } = await createSet(sets, name);
  expect(StatusReason).toBe(`Transform AWS::Serverless-2016-10-31 failed with: ${errorMessage}`);
  await sets.server.stop();
});
