import type { Credential, CredentialSource, Principal } from '../../platform/identity.ts';
import type { Platform } from '../../platform/service.ts';
import { entityArn } from './model/entity.ts';
import { tagRecord } from './model/tags.ts';
import { type AccessKeyRow, readAccessKey } from './store/access-keys.ts';
import { usageRecorder } from './usage.ts';

/** The long-term access keys of users and of root users. */
export function credentialSource(platform: Platform): CredentialSource {
  const recorder = usageRecorder(platform);
  return {
    async find(accessKeyId) {
      if (!accessKeyId.startsWith('AKIA')) return undefined;
      const row = await readAccessKey(platform.storage, accessKeyId);
      return row && credentialOf(row);
    },
    used({ accessKeyId, principal }, service, region) {
      recorder.record({ account: principal.account, id: accessKeyId, service, region });
    },
  };
}

function credentialOf(row: AccessKeyRow): Credential {
  const { accessKeyId, secretAccessKey, status } = row;
  return { accessKeyId, secretAccessKey, active: status === 'Active', principal: principalOf(row) };
}

function principalOf({ account, owner, user }: AccessKeyRow): Principal {
  if (user === undefined) return { kind: 'root', account, arn: `arn:aws:iam::${account}:root`, userId: account };
  const { name, path, tags } = user;
  const arn = entityArn('user', { account, path, name });
  return { kind: 'user', account, arn, userId: owner, name, tags: tagRecord(tags) };
}
