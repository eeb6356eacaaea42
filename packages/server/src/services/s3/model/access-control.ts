/** Grants of a bucket or an object, the owner's own included. */
export interface AccessControl {
  grants: Grant[];
}

export interface Grant {
  grantee: Grantee;
  permission: 'FULL_CONTROL' | 'READ' | 'READ_ACP' | 'WRITE' | 'WRITE_ACP';
}

export type Grantee = { type: 'CanonicalUser'; id: string } | { type: 'Group'; uri: string };
