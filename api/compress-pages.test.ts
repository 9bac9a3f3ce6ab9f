import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';

import { compressPage } from './compress-pages';

const page = `<!doctype html><title>Pasar</title>${'<p>Bingka kentang, Rp5.000</p>'.repeat(900)}`;
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function ask(write: RequestListener, accepted: string, method = 'GET') {
  const server = createServer((request, response) => {
    compressPage(request, response);
    write(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const headers = { 'accept-encoding': accepted };
    httpRequest({ port, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end();
  });
}

/** As adapter-node writes: headers one by one, the head, then chunks. */
const rendered: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.setHeader('content-length', page.length);
  response.setHeader('etag', '"abc"');
  response.writeHead(200);
  for (let at = 0; at < page.length; at += 5000) response.write(page.slice(at, at + 5000));
  response.end();
};

test('a rendered page arrives whole and a fraction of its size', async () => {
  const br = await ask(rendered, 'gzip, deflate, br');
  expect(br.headers).toMatchObject({
    'content-encoding': 'br',
    vary: 'Accept-Encoding',
    etag: 'W/"abc"',
  });
  expect(br.headers['content-length']).toBeUndefined();
  expect(brotliDecompressSync(br.body).toString()).toBe(page);
  expect(br.body.length).toBeLessThan(page.length / 10);
  const gzip = await ask(rendered, 'gzip');
  expect(gunzipSync(gzip.body).toString()).toBe(page);
});

test('whoever takes no packing gets the page as it is', async () => {
  const plain = await ask(rendered, '');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(page);
});

test.each<[string, RequestListener]>([
  ['a picture', (_q, r) => void r.setHeader('content-type', 'image/webp').writeHead(200).end(page)],
  [
    'a tiny answer',
    (_q, r) =>
      void r
        .setHeader('content-type', 'text/html')
        .setHeader('content-length', 2)
        .writeHead(200)
        .end('ok'),
  ],
  [
    'what is packed already',
    (_q, r) =>
      void r
        .setHeader('content-type', 'text/css')
        .setHeader('content-encoding', 'br')
        .writeHead(200)
        .end(page),
  ],
  ['nothing new', (_q, r) => void r.setHeader('content-type', 'text/html').writeHead(304).end()],
])('%s is left alone', async (_what, write) => {
  const { headers, body } = await ask(write, 'br');
  expect(headers['vary']).toBeUndefined();
  expect([page, 'ok', '']).toContain(body.toString());
});

test('a question about the head alone is answered as before', async () => {
  const { headers } = await ask(rendered, 'br', 'HEAD');
  expect(headers['content-length']).toBe(String(page.length));
});
