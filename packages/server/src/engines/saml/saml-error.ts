/** Why a SAML document cannot be believed or read. */
export class SamlError extends Error {}
