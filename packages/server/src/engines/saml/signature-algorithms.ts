import { createHash, verify } from 'node:crypto';
import type { KeyLike, KeyObject } from 'node:crypto';
import type { HashAlgorithm, SignatureAlgorithm, SignedXml } from 'xml-crypto';

const more = 'http://www.w3.org/2001/04/xmldsig-more#';

/** Algorithms of XML signatures that the library does not bring. */
export function addAlgorithms(signature: SignedXml): void {
  for (const size of ['256', '384', '512']) {
    const name = `${more}ecdsa-sha${size}`;
    signature.SignatureAlgorithms[name] = verifier(name, `sha${size}`, 'ec');
  }
  signature.SignatureAlgorithms[`${more}rsa-sha384`] = verifier(`${more}rsa-sha384`, 'sha384', 'rsa');
  signature.HashAlgorithms[`${more}sha384`] = Sha384;
}

class Sha384 implements HashAlgorithm {
  getAlgorithmName(): string {
    return `${more}sha384`;
  }

  getHash(xml: string): string {
    return createHash('sha384').update(xml).digest('base64');
  }
}

function verifier(name: string, digest: string, keyType: 'rsa' | 'ec'): new () => SignatureAlgorithm {
  return class implements SignatureAlgorithm {
    getAlgorithmName(): string {
      return name;
    }

    getSignature(): string {
      throw new Error('Signatures are verified here, not made.');
    }

    verifySignature(signed: string, key: KeyLike, value: string): boolean {
      const publicKey = key as KeyObject;
      if (publicKey.asymmetricKeyType !== keyType) return false;
      const signature = Buffer.from(value, 'base64');
      return verify(digest, Buffer.from(signed), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
    }
  };
}
