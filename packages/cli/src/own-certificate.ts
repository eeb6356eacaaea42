import tls from 'node:tls';

/** `fetch` that takes the certificate which a server on this machine has made for itself (`--tls`). */
export async function fetchTrusting(url: URL | string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!isSelfSigned(error) || !(await trustOwn(new URL(url)))) throw error;
    return fetch(url, init);
  }
}

export function isLoopback(host: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function isSelfSigned(error: unknown): boolean {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code === 'DEPTH_ZERO_SELF_SIGNED_CERT';
}

/** Answers whether there is something new to trust: whoever serves on loopback is this machine itself. */
async function trustOwn(url: URL): Promise<boolean> {
  const host = hostOf(url);
  if (!isLoopback(host)) return false;
  const certificate = await presentedCertificate(host, Number(url.port || 443));
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
  return true;
}

function presentedCertificate(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port, rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(`-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`);
    });
    socket.once('error', reject);
  });
}
