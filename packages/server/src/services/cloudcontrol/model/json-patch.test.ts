import { expect, test } from 'vitest';
import { applyPatch, parsePatch } from './json-patch.ts';

const state = {
  Name: 'a',
  Tags: [
    { Key: 'x', Value: '1' },
    { Key: 'y', Value: '2' },
  ],
  Nested: { 'a/b': 1, 'm~n': 2 },
};

function patched(...operations: object[]): object {
  return applyPatch(state, parsePatch(JSON.stringify(operations)));
}

test('each operation of RFC 6902 does its work on a copy', () => {
  expect(patched({ op: 'add', path: '/Delay', value: 5 })).toMatchObject({ Delay: 5 });
  expect(patched({ op: 'add', path: '/Tags/1', value: 'new' })).toMatchObject({
    Tags: [{ Key: 'x' }, 'new', { Key: 'y' }],
  });
  expect(patched({ op: 'add', path: '/Tags/-', value: 'last' })).toMatchObject({ Tags: [{}, {}, 'last'] });
  expect(patched({ op: 'replace', path: '/Tags/1', value: 'other' })).toMatchObject({ Tags: [{ Key: 'x' }, 'other'] });
  expect(patched({ op: 'remove', path: '/Tags/0' })).toMatchObject({ Tags: [{ Key: 'y', Value: '2' }] });
  expect(patched({ op: 'move', from: '/Name', path: '/Title' })).not.toHaveProperty('Name');
  expect(patched({ op: 'copy', from: '/Tags/0', path: '/First' })).toMatchObject({ First: { Key: 'x', Value: '1' } });
  expect(patched({ op: 'test', path: '/Name', value: 'a' })).toEqual(state);
  expect(patched({ op: 'replace', path: '', value: { Other: 1 } })).toEqual({ Other: 1 });
  expect(state.Tags).toHaveLength(2);
});

test('pointers are unescaped', () => {
  expect(patched({ op: 'replace', path: '/Nested/a~1b', value: 3 })).toMatchObject({ Nested: { 'a/b': 3 } });
  expect(patched({ op: 'remove', path: '/Nested/m~0n' })).toMatchObject({ Nested: { 'a/b': 1 } });
});

test.each([
  [{ op: 'replace', path: '/Missing', value: 1 }, 'no such path in target JSON document [/Missing]'],
  [{ op: 'remove', path: '/Tags/7' }, 'no such index in target array [/Tags/7]'],
  [{ op: 'add', path: '/Tags/01', value: 1 }, 'reference token is not an array index [/Tags/01]'],
  [{ op: 'add', path: '/Name/x', value: 1 }, 'the parent of the path is not a container [/Name/x]'],
  [{ op: 'test', path: '/Name', value: 'b' }, 'value differs from expectations [/Name]'],
  [{ op: 'move', from: '/Nested', path: '/Nested/x' }, 'a value cannot be moved into itself [/Nested/x]'],
  [{ op: 'remove', path: '' }, 'the whole resource cannot be removed'],
  [{ op: 'replace', path: '', value: 1 }, 'the patched resource must be a JSON object'],
  [{ op: 'put', path: '/Name' }, '"put" is not an operation of JSON Patch'],
  [{ op: 'add', path: '/Name' }, 'operation add needs a value'],
  [{ op: 'copy', path: '/Name' }, 'operation "copy" needs a from'],
  [{ op: 'remove', path: 'Name' }, '"Name" is not a JSON pointer'],
])('%j is refused', (operation, reason) => {
  expect(() => patched(operation)).toThrow(`Invalid patch update: ${reason}`);
});

test('a patch that is no list of operations is refused', () => {
  expect(() => parsePatch('{')).toThrow('not valid JSON');
  expect(() => parsePatch('{}')).toThrow('must be a JSON array');
  expect(() => parsePatch('[1]')).toThrow('must be a JSON object');
});

test('members that every object has are none of the document', () => {
  expect(() => patched({ op: 'copy', from: '/constructor', path: '/X' })).toThrow('no such path');
});
