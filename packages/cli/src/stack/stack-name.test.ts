import { expect, it } from 'vitest';
import { stackNameOf, stackNameOfOperand } from './stack-name.ts';

it.each([
  ['examples/queue-with-alarm.yaml', 'queue-with-alarm'],
  ['cdk.out/My_Stack.template.json', 'My-Stack'],
  ['./1st stage.yml', 'st-stage'],
  ['service.template', 'service'],
  ['under__score.v2.yaml', 'under-score-v2'],
])('%s is deployed as %s', (path, name) => {
  expect(stackNameOf(path)).toBe(name);
});

it('needs a letter to begin with', () => {
  expect(() => stackNameOf('2026.yaml')).toThrow('--stack-name');
});

it('keeps to the longest name that AWS takes', () => {
  expect(stackNameOf(`${'a'.repeat(200)}.yaml`)).toHaveLength(128);
});

it('takes a name, an id or a template', () => {
  const id = 'arn:aws:cloudformation:us-east-1:000000000000:stack/shop/1';
  expect([stackNameOfOperand('shop'), stackNameOfOperand('a/shop.yaml'), stackNameOfOperand(id)]).toEqual([
    'shop',
    'shop',
    id,
  ]);
});
