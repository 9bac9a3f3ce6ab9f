/**
 * A phone that holds nothing meets the market: whole, on a link that is cut every 20 KB, and how much of it
 * has to come before a screen is full.
 */
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';

import { HeadlessPhone } from '#api/client/headless-phone';
import { CATALOGUE_SCOPE } from '#domain/scopes';
import { FrameTaker } from '#sync/frame-taker';
import { MemoryPhoneStore } from '#sync/testing/memory-phone-store';

import { floorOf } from './floor';
import { median } from './medians';
import { Shaper } from './shaper';
import type { HeldSnapshot, VillageServer } from './village-server';

export interface FirstSync {
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly floorBytes: number;
  /** Bytes down when the first screen could be drawn: 24 products with their shops and pictures. */
  readonly firstScreenBytes: number;
  /** CPU of the phone in memory: answer and frames unpacked, read and held. ms. */
  readonly cpuMs: number;
  readonly cut: { readonly bytes: number; readonly cuts: number; readonly requests: number };
}

const CUT_EVERY_BYTES = 20_000;
const SCREEN = 24;
const PIECE_BYTES = 128;

export async function firstSync(server: VillageServer): Promise<FirstSync> {
  const phone = await HeadlessPhone.open({ url: server.url });
  const before = phone.traffic;
  const { requests } = await phone.firstSync();
  const { bytesUp, bytesDown } = phone.traffic;
  phone.close();
  const { snapshot } = await server.newestSnapshot();
  const whole = { bytesUp: bytesUp - before.bytesUp, bytesDown: bytesDown - before.bytesDown };
  // Everything that came down before the stream itself began, heads and the first answer, counts too.
  const heads = whole.bytesDown - snapshot.packed.length;
  return {
    ...{ requests, ...whole, floorBytes: floorOf(phone) },
    firstScreenBytes: heads + (await bytesOfFirstScreen(snapshot.packed)),
    cpuMs: await cpuOf(snapshot),
    cut: await onACutLink(server, phone.store.publicRows.size),
  };
}

/** Fed in small pieces: how many bytes of the stream until the rows of a first screen are whole. */
async function bytesOfFirstScreen(packed: Buffer): Promise<number> {
  const stream = createBrotliDecompress();
  let text = '';
  stream.on('data', (piece: Buffer) => (text += piece.toString('latin1')));
  for (let from = 0; from < packed.length; from += PIECE_BYTES) {
    await new Promise<void>((resolve) =>
      stream.write(packed.subarray(from, from + PIECE_BYTES), () => resolve()),
    );
    await new Promise((resolve) => setImmediate(resolve));
    const frames = text.split('\n').slice(0, -1);
    const tables = frames.flatMap((frame) => JSON.parse(frame) as [string, string[], string[]][]);
    const listings = tables.filter(([noun]) => noun === 'listing').flatMap(([, , ids]) => ids);
    if (listings.length > SCREEN) return from + PIECE_BYTES;
  }
  throw new Error('no first screen in it');
}

/** The stream unpacked, read and held, five times over; the server rests meanwhile. */
async function cpuOf({ id, frames, cursor, packed }: HeldSnapshot): Promise<number> {
  const tookMs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const phone = emptyStore();
    const taker = new FrameTaker(phone, { scope: CATALOGUE_SCOPE, id, frames, cursor }, 0);
    const from = process.cpuUsage();
    const taken = await taker.take(brotliDecompressSync(packed).toString());
    const { user, system } = process.cpuUsage(from);
    if (taken < frames) throw new Error('the snapshot is not whole');
    tookMs.push((user + system) / 1_000);
  }
  return median(tookMs);
}

const emptyStore = (): MemoryPhoneStore =>
  new MemoryPhoneStore({
    ...{ deviceId: '', deviceEpoch: 0, nextSeq: 1, clock: { ms: 0, counter: 0 }, offsetMs: null },
    ...{ serverEpoch: '', cursors: {}, acked: 0, session: 'none', allSentMs: null, freshMs: null },
    ...{ missingPhotos: [], actor: { personId: '', hasAccount: false, rights: [] } },
  });

async function onACutLink(server: VillageServer, wanted: number): Promise<FirstSync['cut']> {
  const air = await Shaper.open({ targetPort: server.port });
  const phone = await HeadlessPhone.open({ url: `http://localhost:${air.port}` });
  air.set({ cutEveryBytes: CUT_EVERY_BYTES });
  air.resetCounters();
  const before = phone.traffic.requests;
  for (let tries = 0; tries < 1_000; tries += 1) {
    try {
      await phone.firstSync();
      break;
    } catch {
      // Cut: a person with little signal tries again, and so do we.
    }
  }
  const { bytesUp, bytesDown, cuts } = air.passed;
  const { requests } = phone.traffic;
  phone.close();
  await air.close();
  if (phone.store.publicRows.size !== wanted) throw new Error('the market did not come whole');
  return { bytes: bytesUp + bytesDown, cuts, requests: requests - before };
}
