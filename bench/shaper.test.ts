import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';

import { Shaper, type Link } from './shaper';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that answers with what it hears, and says how much it heard. */
async function echo(): Promise<{ port: number; heard: () => number }> {
  let heard = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      heard += bytes.length;
      socket.write(bytes);
    });
    socket.on('end', () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}

async function airBefore(port: number, link: Link = {}): Promise<Shaper> {
  const shaper = await Shaper.open({ targetPort: port, link });
  closing.push(() => shaper.close());
  return shaper;
}

interface Heard {
  bytes: Buffer;
  tookMs: number;
  broken: boolean;
}

/** Says something over one connection and listens until the other side is done. */
function say(port: number, bytes: Uint8Array): Promise<Heard> {
  return new Promise((resolve) => {
    const startedMs = Date.now();
    const pieces: Buffer[] = [];
    let broken = false;
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.end(bytes));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => (broken = true));
    socket.on('close', () =>
      resolve({ bytes: Buffer.concat(pieces), tookMs: Date.now() - startedMs, broken }),
    );
  });
}

const noise = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251));

it('carries everything unchanged and counts it both ways', async () => {
  const server = await echo();
  const air = await airBefore(server.port);
  const message = noise(300_000);
  const [one, other] = await Promise.all([say(air.port, message), say(air.port, noise(10))]);
  expect(one.bytes.equals(message)).toBe(true);
  expect(other.bytes.equals(noise(10))).toBe(true);
  expect(air.passed).toEqual({ bytesUp: 300_010, bytesDown: 300_010, connections: 2, cuts: 0 });
  air.resetCounters();
  expect(air.passed).toEqual({ bytesUp: 0, bytesDown: 0, connections: 0, cuts: 0 });
});

it('takes as long as the air is narrow, for all connections together', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { downKbps: 400 });
  const startedMs = Date.now();
  await Promise.all([say(air.port, noise(10_000)), say(air.port, noise(10_000))]);
  const tookMs = Date.now() - startedMs;
  // 20,000 bytes at 50 bytes a ms
  expect(tookMs).toBeGreaterThanOrEqual(390);
  expect(tookMs).toBeLessThan(900);
});

it('narrows the way up without touching the way down', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { upKbps: 400 });
  expect((await say(air.port, noise(10_000))).tookMs).toBeGreaterThanOrEqual(190);
  air.set({ downKbps: 100_000 });
  expect((await say(air.port, noise(10_000))).tookMs).toBeLessThan(190);
});

it('answers no sooner than a handshake and a round trip', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { roundTripMs: 200 });
  const { tookMs } = await say(air.port, noise(1));
  expect(tookMs).toBeGreaterThanOrEqual(290);
  air.set({ roundTripMs: 200, handshakeMs: 0 });
  expect((await say(air.port, noise(1))).tookMs).toBeGreaterThanOrEqual(195);
});

it('lets a small request pass beside a large one', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { upKbps: 800 });
  const large = say(air.port, noise(200_000));
  const small = await say(air.port, noise(20));
  expect(small.bytes.length).toBe(20);
  expect(small.tookMs).toBeLessThan(1_000);
  expect((await large).tookMs).toBeGreaterThanOrEqual(1_900);
});

it('cuts after exactly so many bytes, and carries the next connection again', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { cutEveryBytes: 5_000, downKbps: 1 });
  const first = await say(air.port, noise(20_000));
  expect(first.broken).toBe(true);
  expect(air.passed.cuts).toBe(1);
  expect(air.passed.bytesUp + air.passed.bytesDown).toBe(5_000);
  await expect.poll(server.heard).toBe(air.passed.bytesUp);
  air.set({});
  expect((await say(air.port, noise(20_000))).bytes.length).toBe(20_000);
});

it('cuts by the clock', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { cutEveryMs: 150, upKbps: 8 });
  const { broken, tookMs } = await say(air.port, noise(20_000));
  expect(broken).toBe(true);
  expect(tookMs).toBeLessThan(600);
  expect(air.passed.cuts).toBeGreaterThanOrEqual(1);
});

it('breaks open connections when the air is gone, refuses new ones, and comes back on the same port', async () => {
  const server = await echo();
  const air = await airBefore(server.port, { downKbps: 1 });
  const open = say(air.port, noise(10_000));
  await expect.poll(() => air.passed.bytesUp).toBe(10_000);
  await air.stop();
  expect((await open).broken).toBe(true);
  expect(await say(air.port, noise(1))).toMatchObject({ broken: true, bytes: Buffer.alloc(0) });
  air.set({});
  await air.resume();
  expect((await say(air.port, noise(7))).bytes.length).toBe(7);
});

it('looks like a lost connection when the server itself is not there', async () => {
  const server = await echo();
  const air = await airBefore(server.port);
  for (const close of closing.splice(0, 1)) await close();
  expect((await say(air.port, noise(1))).broken).toBe(true);
});
