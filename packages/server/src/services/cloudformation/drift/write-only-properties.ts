/** Properties that a service takes and does not give back, as AWS's own schemas list them. */
const byType: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::SAMLProvider': ['AddPrivateKey', 'RemovePrivateKey'],
  'AWS::IAM::ServerCertificate': ['CertificateBody', 'CertificateChain', 'PrivateKey'],
  'AWS::IAM::User': ['LoginProfile/Password'],
  'AWS::S3::Bucket': ['AccessControl'],
  'AWS::SNS::Subscription': ['Region'],
  'AWS::SSM::Parameter': ['AllowedPattern', 'Description', 'Policies', 'Tags', 'Tier'],
};

/** Of types that are only recorded, the schemas at hand do not tell: secrets have these names wherever they appear. */
const secret = /(Password|SecretString|AuthToken|PrivateKey|ClientToken|Keytab|ClientSecret)$/;

export function isWriteOnly(typeName: string, path: readonly string[]): boolean {
  return byType[typeName]?.includes(path.join('/')) === true || secret.test(path.at(-1) ?? '');
}

/** Those at the top of a resource. */
export function writeOnlyNames(typeName: string): readonly string[] {
  return (byType[typeName] ?? []).filter((path) => !path.includes('/'));
}
