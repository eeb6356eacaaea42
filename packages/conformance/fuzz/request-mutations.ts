import type { Random } from '../crash/random.ts';
import { mutateAwsChunked, mutateGzip, sendChunked } from './body-encodings.ts';
import { mutateBytes, nestings, spliced } from './byte-mutations.ts';
import { hostileText } from './dictionary.ts';
import { controlRoutes, mutateHeader, mutateTarget } from './head-mutations.ts';
import { encode } from './query-form.ts';
import { authorizations, mutatePresigned } from './signature-mutations.ts';
import { setHeader } from './wire-request.ts';
import type { WireRequest } from './wire-request.ts';

/** Breaks a request as a whole, but not its framing: it must get one answer. Answers what was done. */
export function mutateRequest(request: WireRequest, random: Random): string {
  const [name, mutate] = random.pick(mutations);
  mutate(request, random);
  return name;
}

type Mutation = (request: WireRequest, random: Random) => void;

const mutations: [string, Mutation][] = [
  ['bytes', (request, random) => void (request.body = mutateBytes(request.body, random))],
  ['bytes', (request, random) => void (request.body = mutateBytes(request.body, random))],
  ['cut', (request, random) => void (request.body = request.body.subarray(0, random.below(request.body.length + 1)))],
  ['nesting', (request, random) => void (request.body = spliced(request.body, nestings(random), random))],
  ['form', mutateForm],
  [
    'method',
    (request, random) =>
      void (request.method = random.pick([
        'GET',
        'HEAD',
        'PUT',
        'DELETE',
        'OPTIONS',
        'PATCH',
        'POST',
        'TRACE',
        'PROPFIND',
      ])),
  ],
  ['target', mutateTarget],
  ['header', mutateHeader],
  ['gzip', mutateGzip],
  ['aws-chunked', mutateAwsChunked],
  ['chunked', sendChunked],
  ['authorization', (request, random) => setHeader(request, 'authorization', random.pick(authorizations))],
  ['presigned', mutatePresigned],
  ['control', (request, random) => void (request.target = random.pick(controlRoutes))],
];

/** Indexes and names of the query protocol that no client sends. */
function mutateForm(request: WireRequest, random: Random): void {
  const additions = [
    'Attribute.0.Name=a',
    'Attribute.-1.Name=a',
    'Attribute.999999999.Name=a&Attribute.999999999.Value=b',
    'Attribute.1e9.Name=a',
    'Attribute.1=a&Attribute.1.Name=b&Attribute.1.Name.1=c',
    'Tags.member.2147483648.Key=a',
    'Tags.member.__proto__.Key=a&Tags.__proto__.polluted=1&__proto__.polluted=1',
    'Tags.member.1.Key=a&Tags.member.1.Key=b&Tags.member=c&Tags=d',
    'constructor.prototype.polluted=1',
    'Action=GetUser&Action=CreateUser',
    'Action=__proto__&Version=constructor',
    'Action=constructor',
    'Action=',
    'Version=2012-11-05',
    'Version=',
    '&&&===&=&%=%&%00=%ff',
    '.=1&..=2&a.=3&.a=4',
    `Tags.member.1.${'Key.'.repeat(3000)}=1`,
    Array.from({ length: 3000 }, (_, index) => `Tags.member.${index}.Key=k${index}`).join('&'),
    `${encode(hostileText(random))}=${encode(hostileText(random))}`,
  ];
  const parts = [request.body.toString('latin1'), random.pick(additions)];
  request.body = Buffer.from((random.chance(0.5) ? parts : parts.reverse()).join('&'), 'latin1');
}
