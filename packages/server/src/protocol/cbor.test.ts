import { describe, expect, test } from 'vitest';
import { readCbor } from './cbor-reader.ts';
import { writeCbor } from './cbor-writer.ts';
import { cborCodec } from './cbor-codec.ts';
import { createModels } from './models.ts';
import { AwsError } from '../platform/errors.ts';

const read = (hex: string) => readCbor(Buffer.from(hex, 'hex'));

describe('reading CBOR (examples of RFC 8949, appendix A)', () => {
  test.each<[string, unknown]>([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1bffffffffffffffff', 18_446_744_073_709_551_615n],
    ['c249010000000000000000', 18_446_744_073_709_551_616n],
    ['3bffffffffffffffff', -18_446_744_073_709_551_616n],
    ['c349010000000000000000', -18_446_744_073_709_551_617n],
    ['20', -1],
    ['3903e7', -1000],
    ['f90000', 0],
    ['f98000', -0],
    ['f93c00', 1],
    ['f97bff', 65_504],
    ['f90001', 5.960464477539063e-8],
    ['f9c400', -4],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['f97e00', Number.NaN],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
    ['c1fb41d452d9ec200000', new Date('2013-03-21T20:04:00.500Z')],
    ['4401020304', Buffer.from([1, 2, 3, 4])],
    ['64f0908591', '𐅑'],
    ['83010203', [1, 2, 3]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['d74401020304', Buffer.from([1, 2, 3, 4])],
  ])('%s', (hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  test.each([
    ['', 'unexpected end of input'],
    ['1903', 'unexpected end of input'],
    ['5bffffffffffffffff', 'unexpected end of input'],
    ['9bffffffffffffffff', 'unexpected end of input'],
    ['bf6161', 'unexpected end of input'],
    ['bf6161ff', 'a break outside of an item'],
    ['ff', 'a break outside of an item'],
    ['82ff01', 'a break outside of an item'],
    ['a10102', 'a map key that is no text'],
    ['5f6161ff', 'a chunk of another type'],
    ['1c', 'reserved length 28'],
    ['62c328', 'a text that is not UTF-8'],
    ['f8ff', 'simple value 24'],
    ['0000', 'data after the end'],
    ['c16161', 'a timestamp that is no number'],
    ['c1fb7ff0000000000000', 'a timestamp out of range'],
    [`${'81'.repeat(5000)}00`, 'nesting deeper than'],
    [`c25901f4${'ff'.repeat(500)}`, 'a bignum'],
  ])('%s is malformed', (hex, reason) => {
    expect(() => read(hex)).toThrow(
      expect.objectContaining({ code: 'SerializationException', message: expect.stringContaining(reason) as string }),
    );
  });

  test('keeps __proto__ a key', () => {
    const map = read('a1695f5f70726f746f5f5fa0') as object;
    expect(Object.keys(map)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype);
  });
});

describe('writing CBOR', () => {
  test.each<[unknown, string]>([
    [0, '00'],
    [-1000, '3903e7'],
    [4_294_967_296, '1b0000000100000000'],
    [1.5, 'fa3fc00000'],
    [1.1, 'fb3ff199999999999a'],
    [-0, 'fa80000000'],
    [2 ** 60, 'fa5d800000'],
    [new Date(1_363_896_240_500), 'c1fb41d452d9ec200000'],
    [Buffer.from([1, 2]), '420102'],
    ['ü水', '65c3bce6b0b4'],
    [{ a: 1, b: undefined, c: [true, null] }, 'a261610161638 2f5f6'.replace(' ', '')],
    [18_446_744_073_709_551_615n, '1bffffffffffffffff'],
  ])('%s', (value, hex) => {
    expect(writeCbor(value).toString('hex')).toBe(hex);
  });

  test('grows for large values', () => {
    const value = { text: 'x'.repeat(5000), items: Array.from({ length: 3000 }, (_, index) => index * 1.5) };
    expect(readCbor(writeCbor(value))).toEqual(value);
  });
});

describe('rpcv2Cbor', () => {
  const service = createModels(new URL('../../generated/models/', import.meta.url)).load('cloudwatch');

  test('has errors with the names of shapes and query codes', () => {
    const error = new AwsError('MissingRequiredParameterException', 'The parameter Namespace is required.');
    const { status, headers, body } = cborCodec.encodeError(service, error, 'rid');
    expect({ status, query: headers['x-amzn-query-error'] }).toEqual({ status: 400, query: 'MissingParameter;Sender' });
    expect(readCbor(body as Buffer)).toEqual({
      __type: 'MissingRequiredParameterException',
      message: 'The parameter Namespace is required.',
    });
  });

  test('refuses blobs, maps and times of other types', () => {
    const model = service.operations['PutMetricData'];
    if (model === undefined) throw new Error('no PutMetricData');
    const decode = (value: unknown) =>
      cborCodec.decode(
        { service, model },
        { method: 'POST', path: '/', query: '', headers: {}, body: writeCbor(value) },
      );
    expect(decode({ Namespace: 'n', MetricData: [{ MetricName: 'm', Timestamp: new Date(5000), Value: 1n }] })).toEqual(
      {
        Namespace: 'n',
        MetricData: [{ MetricName: 'm', Timestamp: new Date(5000), Value: 1 }],
      },
    );
    for (const bad of [
      5,
      { Namespace: 5 },
      { MetricData: {} },
      { MetricData: [Buffer.from('x')] },
      { MetricData: [{ Value: 'x' }] },
    ]) {
      expect(() => decode(bad)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
    }
  });
});
