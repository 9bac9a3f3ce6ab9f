import { expect, test } from 'vitest';

import { GET as robots } from '../robots.txt/+server';
import { GET } from './+server';

const url = new URL('https://pasar.example/sitemap.xml');
const asked = (answer: Response) =>
  ({ url, fetch: () => Promise.resolve(answer) }) as unknown as Parameters<typeof GET>[0];

test('names the market, every shop and every product under the public address', async () => {
  const found = {
    shops: ['keripik-acil-siti'],
    products: ['0195a0f4-0000-7000-8000-000000000001'],
  };
  const answer = await GET(asked(Response.json(found)));
  expect(answer.headers.get('content-type')).toBe('application/xml');
  const places = [...(await answer.text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(
    ([, place]) => place,
  );
  expect(places).toEqual([
    'https://pasar.example/',
    'https://pasar.example/toko/keripik-acil-siti',
    'https://pasar.example/produk/0195a0f4-0000-7000-8000-000000000001',
  ]);
});

test('asks the finder to come back when the market can’t be read now', async () => {
  const answer = await GET(asked(new Response('', { status: 503 })));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
});

test('keeps finders out of what is a person’s own, and tells where the list is', async () => {
  const answer = await robots({ url } as Parameters<typeof robots>[0]);
  const text = await answer.text();
  for (const place of ['/saya', '/pesanan', '/jualan', '/dinas', '/api/'])
    expect(text).toContain(`Disallow: ${place}\n`);
  expect(text).toContain('Sitemap: https://pasar.example/sitemap.xml');
});
