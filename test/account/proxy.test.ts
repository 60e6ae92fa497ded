import { expect, test } from 'vitest';
import { proxyFor } from '../../src/account/proxy.js';

const proxy = 'http://proxy.example:3128';
const account = 'https://services.leadconnectorhq.com/audit';

test.each<[url: string, environment: Record<string, string>, expected: string | undefined]>([
  [account, {}, undefined],
  [account, { HTTPS_PROXY: '' }, undefined],
  [account, { HTTPS_PROXY: proxy }, proxy],
  [account, { https_proxy: proxy, HTTPS_PROXY: 'http://other' }, proxy],
  [account, { HTTP_PROXY: proxy, ALL_PROXY: proxy }, undefined],
  [account, { HTTPS_PROXY: proxy, NO_PROXY: 'example.com, leadconnectorhq.com' }, undefined],
  [account, { HTTPS_PROXY: proxy, NO_PROXY: '.leadconnectorhq.com' }, undefined],
  [account, { HTTPS_PROXY: proxy, NO_PROXY: '*.LEADCONNECTORHQ.com:443' }, undefined],
  [account, { HTTPS_PROXY: proxy, no_proxy: '*' }, undefined],
  [account, { HTTPS_PROXY: proxy, NO_PROXY: 'connectorhq.com' }, proxy],
  ['http://127.0.0.1:4010', { HTTPS_PROXY: proxy }, undefined],
  ['https://localhost:4010', { HTTPS_PROXY: proxy }, undefined],
])('%s with %j goes through %j', (url, environment, expected) => {
  expect(proxyFor(new URL(url), environment)).toBe(expected);
});
