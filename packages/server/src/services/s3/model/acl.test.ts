import { describe, expect, it } from 'vitest';
import { allUsers, grantsOutput, isOwnerOnly, isPublicAcl, parseAcl } from './acl.ts';
import { aclStatements } from './acl-statements.ts';

const owner = 'a'.repeat(64);
const other = 'b'.repeat(64);

function grant(grantee: { id: string } | { uri: string }, permission: string) {
  return { grantee: { type: 'id' in grantee ? 'CanonicalUser' : 'Group', ...grantee }, permission };
}

describe('parseAcl', () => {
  it('knows the canned ones', () => {
    expect(parseAcl({}, owner).grants).toEqual([grant({ id: owner }, 'FULL_CONTROL')]);
    const open = parseAcl({ ACL: 'public-read' }, owner);
    expect(isPublicAcl(open)).toBe(true);
    expect(grantsOutput(open)[1]).toEqual({ Grantee: { Type: 'Group', URI: allUsers }, Permission: 'READ' });
    const shared = parseAcl({ ACL: 'bucket-owner-read' }, owner, other);
    expect(shared.grants[1]).toEqual(grant({ id: other }, 'READ'));
  });

  it('reads grant headers', () => {
    const acl = parseAcl({ GrantRead: `id="${other}", uri=${allUsers}`, GrantWriteACP: `id=${owner}` }, owner);
    expect(acl.grants).toEqual([
      grant({ id: other }, 'READ'),
      grant({ uri: allUsers }, 'READ'),
      grant({ id: owner }, 'WRITE_ACP'),
    ]);
  });

  it.each([
    ['InvalidRequest', { ACL: 'private' as const, GrantRead: `id=${other}` }],
    ['InvalidArgument', { GrantRead: 'id=ann' }],
    ['InvalidArgument', { GrantRead: 'uri=http://example.com' }],
    ['InvalidArgument', { GrantRead: 'nonsense' }],
    ['UnresolvableGrantByEmailAddress', { GrantRead: 'emailAddress=a@example.com' }],
    ['UnexpectedContent', { ACL: 'private' as const, AccessControlPolicy: {} }],
    ['MalformedACLError', { AccessControlPolicy: {} }],
    ['AccessDenied', { AccessControlPolicy: { Owner: { ID: other }, Grants: [] } }],
  ])('refuses with %s: %o', (code, input) => {
    expect(() => parseAcl(input, owner)).toThrow(expect.objectContaining({ code }));
  });
});

it('tells ACLs that only name the owner', () => {
  expect(isOwnerOnly({ ACL: 'bucket-owner-full-control' }, owner)).toBe(true);
  expect(isOwnerOnly({ ACL: 'public-read' }, owner)).toBe(false);
  expect(isOwnerOnly({ GrantFullControl: `id=${owner}` }, owner)).toBe(true);
  expect(isOwnerOnly({ GrantRead: `id=${owner}` }, owner)).toBe(false);
});

it('turns grants into statements', () => {
  const acl = parseAcl({ ACL: 'public-read-write' }, owner);
  const statements = aclStatements(acl, 'bucket', 'arn:aws:s3:::b').filter(({ Principal }) => Principal === '*');
  expect(statements).toEqual([
    expect.objectContaining({ Resource: 'arn:aws:s3:::b', Action: expect.arrayContaining(['s3:ListBucket']) }),
    expect.objectContaining({ Resource: 'arn:aws:s3:::b/*', Action: ['s3:PutObject'] }),
  ]);
});
