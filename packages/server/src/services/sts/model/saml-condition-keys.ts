/**
 * Attributes of an assertion that trust policies may ask for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html#saml-attribute-mapping
 */
const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

const listKeys: Readonly<Record<string, string>> = {
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': 'saml:eduPersonAffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.2': 'saml:eduPersonNickname',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.4': 'saml:eduPersonOrgUnitDN',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.7': 'saml:eduPersonEntitlement',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.9': 'saml:eduPersonScopedAffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': 'saml:eduPersonTargetedID',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.11': 'saml:eduPersonAssurance',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.2': 'saml:eduOrgHomePageURI',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.3': 'saml:eduOrgIdentityAuthNPolicyURI',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.4': 'saml:eduOrgLegalName',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.5': 'saml:eduOrgSuperiorURI',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.6': 'saml:eduOrgWhitePagesURI',
  'urn:oid:2.5.4.3': 'saml:cn',
};

const stringKeys: Readonly<Record<string, string>> = {
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.3': 'saml:eduPersonOrgDN',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.5': 'saml:eduPersonPrimaryAffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.6': 'saml:eduPersonPrincipalName',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.8': 'saml:eduPersonPrimaryOrgUnitDN',
  [`${claims}/name`]: 'saml:name',
  'http://schemas.xmlsoap.org/claims/CommonName': 'saml:commonName',
  [`${claims}/givenname`]: 'saml:givenName',
  [`${claims}/surname`]: 'saml:surname',
  [`${claims}/emailaddress`]: 'saml:mail',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid': 'saml:uid',
  '2.5.4.3': 'saml:commonName',
  '2.5.4.4': 'saml:surname',
  '2.4.5.42': 'saml:givenName',
  '2.5.4.45': 'saml:x500UniqueIdentifier',
  '0.9.2342.19200300100.1.1': 'saml:uid',
  '0.9.2342.19200300100.1.3': 'saml:mail',
  '0.9.2342.19200300.100.1.45': 'saml:organizationStatus',
};

/** Where several attributes have the same key, the first counts. */
export function attributeConditions(
  attributes: ReadonlyMap<string, readonly string[]>,
): Record<string, string | string[]> {
  const conditions: Record<string, string | string[]> = {};
  for (const [name, values] of attributes) {
    const listKey = listKeys[name];
    const stringKey = stringKeys[name];
    if (listKey !== undefined) conditions[listKey] ??= [...values];
    if (stringKey !== undefined && values[0] !== undefined) conditions[stringKey] ??= values[0];
  }
  return conditions;
}
