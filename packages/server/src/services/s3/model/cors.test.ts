import { describe, expect, it } from 'vitest';
import { checkCorsRules, corsHeaders, findCorsRule } from './cors.ts';

const rule = { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://*.example.com'], AllowedHeaders: ['x-amz-*'] };
const request = { origin: 'https://www.example.com', method: 'GET', headers: [] };

describe('findCorsRule', () => {
  it('matches origin, method and each requested header', () => {
    expect(findCorsRule([rule], request)).toBe(rule);
    expect(findCorsRule([rule], { ...request, headers: ['X-Amz-Date', 'x-amz-meta-a'] })).toBe(rule);
    expect(findCorsRule([rule], { ...request, headers: ['authorization'] })).toBeUndefined();
    expect(findCorsRule([rule], { ...request, method: 'DELETE' })).toBeUndefined();
    expect(findCorsRule([rule], { ...request, origin: 'http://www.example.com' })).toBeUndefined();
  });

  it('does not let the two ends of a pattern share characters', () => {
    const narrow = { ...rule, AllowedOrigins: ['http://a*a.org'] };
    expect(findCorsRule([narrow], { ...request, origin: 'http://a.org' })).toBeUndefined();
    expect(findCorsRule([narrow], { ...request, origin: 'http://aa.org' })).toBe(narrow);
  });

  it('takes the first rule that fits', () => {
    const open = { AllowedMethods: ['GET'], AllowedOrigins: ['*'] };
    expect(findCorsRule([open, rule], request)).toBe(open);
    expect(findCorsRule([open, rule], { ...request, method: 'PUT' })).toBe(rule);
  });
});

describe('corsHeaders', () => {
  it('echoes the origin with credentials, but a bare star as it is', () => {
    expect(corsHeaders(rule, request)).toMatchObject({
      'access-control-allow-origin': 'https://www.example.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
    });
    const open = corsHeaders({ ...rule, AllowedOrigins: ['*'], MaxAgeSeconds: 0 }, request);
    expect(open).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': '0' });
    expect(open).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('checkCorsRules', () => {
  it.each([
    ['MalformedXML', []],
    ['InvalidRequest', [{ ...rule, AllowedMethods: ['PATCH'] }]],
    ['InvalidRequest', [{ ...rule, AllowedOrigins: ['http://*.*.org'] }]],
    ['InvalidRequest', [{ ...rule, AllowedHeaders: ['*-*'] }]],
    ['InvalidRequest', [{ ...rule, ExposeHeaders: ['x-*'] }]],
    ['InvalidRequest', Array.from({ length: 101 }, () => rule)],
  ])('refuses with %s', (code, rules) => {
    expect(() => checkCorsRules(rules)).toThrow(expect.objectContaining({ code }));
  });
});
