/** An address as 16-bit words, most significant first: two for IPv4, eight for IPv6. */
type Words = readonly number[];

export interface Network {
  readonly words: Words;
  readonly prefixLength: number;
}

/** `203.0.113.0/24`, `2001:db8::/32`, or a single address. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const words = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (words === undefined) return undefined;
  const bits = words.length * 16;
  if (slash < 0) return { words, prefixLength: bits };
  const length = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { words, prefixLength: Number(length) };
}

export function contains({ words, prefixLength }: Network, address: string): boolean {
  const candidate = parseAddress(address);
  if (candidate === undefined || candidate.length !== words.length) return false;
  return words.every((word, index) => {
    const bits = Math.min(16, prefixLength - index * 16);
    return bits <= 0 || (word ^ (candidate[index] ?? 0)) >>> (16 - bits) === 0;
  });
}

function parseAddress(text: string): Words | undefined {
  if (!text.includes(':')) return parseV4(text);
  const words = parseV6(text);
  // A dual-stack socket reports an IPv4 client as ::ffff:192.0.2.1.
  const mapped = words?.slice(0, 6).every((word, index) => word === (index === 5 ? 0xffff : 0));
  return mapped ? words?.slice(6) : words;
}

function parseV4(text: string): Words | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return [a * 256 + b, c * 256 + d];
}

function parseV6(text: string): Words | undefined {
  const halves = text.split('::', 3);
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(parseGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === 8 ? head : undefined;
  const gap = 8 - head.length - tail.length;
  return gap < 1 ? undefined : [...head, ...Array.from({ length: gap }, () => 0), ...tail];
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':', 9);
  const words: number[] = [];
  for (const [index, group] of groups.entries()) {
    const v4 = index === groups.length - 1 && group.includes('.') ? parseV4(group) : undefined;
    if (v4) words.push(...v4);
    else if (/^[\da-f]{1,4}$/i.test(group)) words.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return words;
}
