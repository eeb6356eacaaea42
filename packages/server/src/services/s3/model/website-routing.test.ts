import { describe, expect, it } from 'vitest';
import { checkWebsite, documentKey, redirectAfter, redirectBefore } from './website-routing.ts';

const address = { protocol: 'http', host: 'site.s3-website.localhost' };
const IndexDocument = { Suffix: 'index.html' };

describe('website routing', () => {
  it('sends everything elsewhere with RedirectAllRequestsTo', () => {
    const website = { RedirectAllRequestsTo: { HostName: 'example.com', Protocol: 'https' as const } };
    expect(redirectBefore(website, 'a b/c', address)).toEqual({ status: 301, location: 'https://example.com/a%20b/c' });
  });

  it('replaces a prefix, and only where it matches', () => {
    const website = {
      IndexDocument,
      RoutingRules: [{ Condition: { KeyPrefixEquals: 'docs/' }, Redirect: { ReplaceKeyPrefixWith: 'documents/' } }],
    };
    expect(redirectBefore(website, 'docs/a.html', address)?.location).toBe(
      'http://site.s3-website.localhost/documents/a.html',
    );
    expect(redirectBefore(website, 'other/a.html', address)).toBeUndefined();
  });

  it('keeps rules with an error code for the error', () => {
    const website = {
      IndexDocument,
      RoutingRules: [
        {
          Condition: { HttpErrorCodeReturnedEquals: '404', KeyPrefixEquals: 'img/' },
          Redirect: { HostName: 'cdn.example.com', ReplaceKeyWith: 'none.png', HttpRedirectCode: '302' },
        },
      ],
    };
    expect(redirectBefore(website, 'img/a.png', address)).toBeUndefined();
    expect(redirectAfter(website, 'img/a.png', 404, address)).toEqual({
      status: 302,
      location: 'http://cdn.example.com/none.png',
    });
    expect(redirectAfter(website, 'img/a.png', 403, address)).toBeUndefined();
    expect(redirectAfter(website, 'a.png', 404, address)).toBeUndefined();
  });

  it('finds the index document of each folder', () => {
    expect(documentKey({ IndexDocument }, '')).toBe('index.html');
    expect(documentKey({ IndexDocument }, 'a/')).toBe('a/index.html');
    expect(documentKey({ IndexDocument }, 'a')).toBe('a');
  });
});

describe('checkWebsite', () => {
  it.each([
    ['no index', {}],
    ['a slash in the suffix', { IndexDocument: { Suffix: 'a/index.html' } }],
    ['both kinds', { IndexDocument, RedirectAllRequestsTo: { HostName: 'a.org' } }],
  ])('refuses %s', (_name, website) => {
    expect(() => checkWebsite(website)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  });

  it('refuses rules that contradict themselves', () => {
    const withRule = (Redirect: object, Condition?: object) => () =>
      checkWebsite({ IndexDocument, RoutingRules: [{ Redirect, ...(Condition && { Condition }) }] });
    const invalid = expect.objectContaining({ code: 'InvalidRequest' });
    expect(withRule({ ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' })).toThrow(invalid);
    expect(withRule({ HostName: 'a' }, {})).toThrow(invalid);
    expect(withRule({ HostName: 'a' }, { HttpErrorCodeReturnedEquals: '200' })).toThrow(invalid);
    expect(withRule({ HttpRedirectCode: '300' })).toThrow(invalid);
    expect(withRule({ HostName: 'a.org\r\nx: y' })).toThrow(invalid);
  });
});
