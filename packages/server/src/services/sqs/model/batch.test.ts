import { expect, test } from 'vitest';
import { SqsError } from '../errors.ts';
import { checkBatch, runBatch } from './batch.ts';

const entries = (...ids: string[]) => ids.map((Id) => ({ Id }));

test.each([
  ['EmptyBatchRequest', entries(), 'There should be at least one Entry in the request.'],
  [
    'TooManyEntriesInBatchRequest',
    entries(...Array.from({ length: 11 }, (_, index) => `${index}`)),
    'are 10. You have sent 11.',
  ],
  ['InvalidBatchEntryId', entries('a b'), 'A batch entry id can only contain'],
  ['InvalidBatchEntryId', entries('x'.repeat(81)), 'at most 80 letters'],
  ['BatchEntryIdsNotDistinct', entries('a', 'b', 'a'), 'Id a repeated.'],
])('%s', (code, batch, message) => {
  const error = expect.objectContaining({ code, message: expect.stringContaining(message) });
  expect(() => checkBatch(batch, 'Entry')).toThrow(error);
});

test('an entry fails by itself', async () => {
  const result = await runBatch(entries('a', 'b'), async ({ Id }) => {
    if (Id === 'a') throw new SqsError('InvalidMessageContents', 'no');
    return { MessageId: '1' };
  });
  expect(result).toEqual({
    Successful: [{ Id: 'b', MessageId: '1' }],
    Failed: [{ Id: 'a', SenderFault: true, Code: 'InvalidMessageContents', Message: 'no' }],
  });
});

test('but what is not its fault fails the request', async () => {
  await expect(runBatch(entries('a'), () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
});
