/** One request as it goes over the wire, and the ways in which it can be another one than it should be. */
import { Agent, request as httpRequest } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';

import { anyBytes, hostileText, hostileValue, spoilt, spoiltBytes } from '#sync/testing/hostile';
import type { Chance } from '#sync/testing/seeded-random';

import type { TestPhone } from '../test-phone';

export interface Ask {
  readonly method: string;
  /** With what follows the question mark. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A value that travels as JSON, or bytes as they are. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

/** A request as our own pages send it for whoever has this phone. */
export function asks(
  phone: TestPhone | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Ask {
  const said: Record<string, string> = { 'sec-fetch-site': 'same-origin' };
  if (body !== undefined && !(body instanceof Uint8Array))
    said['content-type'] = 'application/json';
  if (phone) {
    said['origin'] = phone.url;
    said['authorization'] = `Device ${phone.deviceId}.${phone.credential}`;
    if (phone.cookieHeader() !== '') said['cookie'] = phone.cookieHeader();
  }
  return {
    method,
    path,
    headers: { ...said, ...headers },
    ...(body === undefined ? {} : { body }),
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'];
const ENCODINGS = ['gzip', 'deflate', 'br', 'identity', 'gzip, gzip', 'x', '', 'GZIP'];
const TYPES = [
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json'],
  ...['application/json; charset=utf-16', 'application/offset+octet-stream', '*/*', 'x'],
];
/** 64 MB in 64 KB. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));

/** The same request with something wrong in it. */
export function spoiltAsk(ask: Ask, chance: Chance): Ask {
  const isJson = ask.body !== undefined && !(ask.body instanceof Uint8Array);
  const how = chance.between(0, 19);
  if (how < 8 && isJson) return { ...ask, body: spoilt(ask.body, chance) };
  if (how < 8 && ask.body !== undefined) {
    return { ...ask, body: spoiltBytes(ask.body as Uint8Array, chance) };
  }
  if (how < 11 && ask.body !== undefined) return packed(ask, chance);
  if (how === 11 && ask.body !== undefined) {
    return { ...ask, body: anyBytes(chance, chance.pick([0, 8, 300, 40_000])) };
  }
  if (how === 12) return { ...ask, method: chance.pick(METHODS) };
  if (how < 16) return { ...ask, headers: spoiltHeaders(ask.headers, chance) };
  return { ...ask, path: spoiltPath(ask.path, chance) };
}

/** Packed well or badly, and said to be packed rightly or wrongly. */
function packed(ask: Ask, chance: Chance): Ask {
  const plain = bytesOf(chance.happens(0.5) ? spoiltAsk({ ...ask }, chance).body : ask.body);
  const ways = [gzipSync(plain), deflateSync(plain), BOMB, plain];
  const whole = chance.pick(ways);
  const body = chance.happens(0.5) ? spoiltBytes(whole, chance) : whole;
  return { ...ask, body, headers: { ...ask.headers, 'content-encoding': chance.pick(ENCODINGS) } };
}

function spoiltHeaders(headers: Ask['headers'], chance: Chance): Record<string, string> {
  const name = chance.pick([
    ...Object.keys(headers),
    ...['accept-encoding', 'content-type', 'if-none-match', 'content-encoding', 'cookie', 'origin'],
    ...['authorization', 'x-forwarded-for', 'upload-length', 'upload-offset', 'upload-metadata'],
    ...[
      'tus-resumable',
      'x-jukung-device',
      'user-agent',
      'x-http-method-override',
      'upload-concat',
    ],
    ...['upload-defer-length', 'range', 'expect-ct', 'accept-language', 'x-forwarded-host'],
  ]);
  const { [name]: before = '', ...others } = headers;
  const value = chance.pick([
    () => hostileText(chance),
    () => JSON.stringify(spoilt(before, chance)) ?? '',
    () => `${before}${hostileText(chance)}`,
    () => chance.pick([...TYPES, ...ENCODINGS, '0', '-1', '1e9', '99999999999999999999']),
  ])();
  // What can't be written in a header never leaves the sender; below the bound of the parser itself.
  const fit = value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 4_000);
  return chance.happens(0.15) ? others : { ...others, [name]: fit };
}

function spoiltPath(path: string, chance: Chance): string {
  const [place = '', question = ''] = path.split('?');
  if (chance.happens(0.4)) {
    const asked = new URLSearchParams(question);
    const names = [...asked.keys(), 'q', 'after', 'village', 'rows', '__proto__', 'phone', 'x'];
    const name = chance.pick(names);
    const value = chance.happens(0.5) ? hostileText(chance) : JSON.stringify(hostileValue(chance));
    if (chance.happens(0.3)) return `${place}?${question}&${name}=%zz%ff&%c3%28=${'%41'.repeat(9)}`;
    asked.append(name, value.slice(0, 2_000));
    if (chance.happens(0.5)) asked.set(name, value.slice(0, 2_000));
    return `${place}?${asked.toString()}`;
  }
  const parts = place.split('/');
  // The first part says that it is for the API at all.
  const at = chance.between(Math.min(2, parts.length - 1), parts.length);
  const raw = chance.pick(['%00', '%', '%zz', '%ff%fe', '..', '.', '%2e%2e%2f', '', '%2f', '\xff']);
  const said = encodeURIComponent(wellFormed(hostileText(chance))).slice(0, 1_500);
  parts.splice(at, chance.between(0, 1), chance.happens(0.5) ? raw : said);
  const made = parts.join('/');
  return place.startsWith('/healthz')
    ? `${place}?${said}`
    : made + (question ? `?${question}` : '');
}

const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

const bytesOf = (body: unknown): Buffer =>
  body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body) ?? '');

const line = new Agent({ keepAlive: true, maxSockets: 1 });
/** Hangs up, so that the server can close. */
export const hangUp = (): void => line.destroy();

/** Sends it as it is; whatever is to be said about it is said by the answer. */
export function send(url: string, ask: Ask): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const body = ask.body === undefined ? undefined : bytesOf(ask.body);
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      {
        ...{ agent: line, hostname, port, method: ask.method, path: ask.path || '/' },
        headers: { ...ask.headers, ...(body ? { 'content-length': String(body.length) } : {}) },
      },
      (answer) => {
        const pieces: Buffer[] = [];
        const done = () => {
          const { statusCode: status = 0, headers } = answer;
          resolve({ status, headers, bytes: Buffer.concat(pieces) });
        };
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('end', done);
        answer.on('error', reject);
        // What goes on for ever is heard begin.
        if (/event-stream/.test(answer.headers['content-type'] ?? '')) {
          done();
          answer.destroy();
        }
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The request in one line, for whoever has to mend it. Without what opens doors. */
export function told({ method, path, headers, body }: Ask): string {
  const { authorization, cookie, ...shown } = headers;
  void [authorization, cookie];
  const bytes = body === undefined ? Buffer.alloc(0) : bytesOf(body);
  const text = body instanceof Uint8Array ? bytes.toString('base64') : bytes.toString('utf8');
  return `${method} ${path} ${JSON.stringify(shown)} ${text.slice(0, 3_000)}`;
}
