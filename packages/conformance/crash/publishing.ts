import { elements } from './api.ts';
import type { Api } from './api.ts';

/** Names and values beside the topic. */
type Publication = Record<string, string>;

/** Publishes at most ten messages, alone or as a batch. Throws where some of a batch were not accepted. */
export async function publish(api: Api, TopicArn: string, publications: readonly Publication[]): Promise<void> {
  const [first] = publications;
  if (publications.length === 1) {
    await api.sns('Publish', { TopicArn, ...first });
    return;
  }
  const entries = publications.flatMap((publication, index) =>
    Object.entries({ Id: String(index), ...publication }).map(([name, value]) => [
      `PublishBatchRequestEntries.member.${index + 1}.${name}`,
      value,
    ]),
  );
  const xml = await api.sns('PublishBatch', { TopicArn, ...Object.fromEntries(entries) });
  const successful = elements(xml, 'Successful').join('');
  if (elements(successful, 'MessageId').length !== publications.length) {
    throw new Error(`a batch of good messages was not published whole: ${xml}`);
  }
}
