import { describe, expect, it } from 'vitest';
import { originOf, pageSource } from '../../main/shell/origin.ts';

describe('where the pages come from', () => {
  it('is the program itself', () => {
    expect(pageSource(undefined, false)).toEqual({
      kind: 'built',
      url: 'app://bootbench/',
      origin: 'app://bootbench',
    });
  });

  it('is a development server when there is one', () => {
    expect(pageSource('http://localhost:5173/', false)).toEqual({
      kind: 'served',
      url: 'http://localhost:5173/',
      origin: 'http://localhost:5173',
    });
  });

  it('is never anything else in a packed program', () => {
    expect(pageSource('http://localhost:5173/', true).origin).toBe('app://bootbench');
  });
});

describe('an origin', () => {
  it.each([
    ['app://bootbench/devices?a#b', 'app://bootbench'],
    ['app://bootbench.example/', 'app://bootbench.example'],
    ['app://bootbench@example/', 'app://example'],
    ['https://example.com:8443/x', 'https://example.com:8443'],
    ['file:///etc/passwd', 'file://'],
    ['no url', undefined],
  ])('of %s is %s', (url, origin) => {
    expect(originOf(url)).toBe(origin);
  });
});
