import type { Unit } from '../../../platform/storage/storage.ts';
import type { Entity, Tag } from '../model/entity.ts';
import { EntityStore, entityTable } from './entities.ts';

export interface ServerCertificate extends Entity {
  body: string;
  chain?: string | undefined;
  /** Never answered; what terminates TLS needs it. */
  privateKey: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  tags: Tag[];
}

export const serverCertificatesTable = entityTable<ServerCertificate>('iam.serverCertificates');

export class ServerCertificateStore extends EntityStore<ServerCertificate> {
  constructor(unit: Unit, account: string) {
    super(serverCertificatesTable, 'server certificate', unit, account);
  }
}
