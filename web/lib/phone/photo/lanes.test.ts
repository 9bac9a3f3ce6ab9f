/**
 * Words and pictures share one narrow air. What was handed to the radio can't be called back: this counts
 * how much of a picture still lies in front of a tap's words, for taps at every moment of a sending.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SyncLoop } from '../sync-loop';
import { NOW, PhoneInABox } from '../testing/phone-in-a-box';
import { keepShrunk } from './keep';
import type { FileSent, FileToSend } from './tus-send';
import { photosToSend, sendPhotos } from './upload';

const MOST_IN_FRONT = 16 * 1024;
const PACKET = 1_460;

/** One queue to the tower; a packet leaves it at a time, and then anything may happen. */
class NarrowAir {
  readonly arrived = new Map<string, number>();
  queued = 0;
  carried = 0;
  onPacket: () => void = () => undefined;

  /** As the browser sends a file: piece by piece, each handed over whole. */
  async send(file: FileToSend, stop: AbortSignal): Promise<FileSent> {
    const name = `${file.hash}.${file.kind}`;
    while ((this.arrived.get(name) ?? 0) < file.bytes.byteLength) {
      if (stop.aborted) return { kind: 'stopped' };
      const at = this.arrived.get(name) ?? 0;
      const piece = Math.min(file.pieceBytes, file.bytes.byteLength - at);
      this.arrived.set(name, at + piece);
      this.queued += piece;
      while (this.queued > 0) {
        await this.packet();
        if (stop.aborted) return { kind: 'stopped' };
      }
      file.onAccepted(at + piece);
    }
    return { kind: 'done' };
  }

  async packet(): Promise<void> {
    const size = Math.min(PACKET, this.queued);
    this.queued -= size;
    this.carried += size;
    this.onPacket();
    await Promise.resolve();
  }
}

let phone: PhoneInABox;
beforeEach(async () => {
  phone = await PhoneInABox.open();
});
afterEach(() => phone.close());

async function takePicture(hash: string, fullBytes: number): Promise<void> {
  const [full, preview, thumb] = [fullBytes, 8_000, 900].map((size) => new ArrayBuffer(size));
  const sizes = { width: 10, height: 10, placeholder: '', type: 'image/webp' as const };
  const files = { full, preview, thumb } as Record<'full' | 'preview' | 'thumb', ArrayBuffer>;
  await keepShrunk(phone.db, { hash, ...sizes, ...files }, NOW, () => Promise.resolve(0));
  const base = { values: { hash } as never, versions: {} };
  const row = { noun: 'photo', id: hash, scopes: [], base, position: 1, view: base, waiting: 0 };
  await phone.db.rows.put({ name: `photo/${hash}`, ...row });
}

it('the words of a tap never wait behind more than 16 KB of pictures, whenever it comes, and the pictures arrive', async () => {
  await takePicture('a', 60_000);
  await takePicture('b', 60_000);
  const air = new NarrowAir();
  const stop = new AbortController();
  const inFront: number[] = [];
  let words = 0;
  let sinceTap = 0;
  // A tap each so many packets; 7 shares nothing with the packets of a piece, so every place is met.
  air.onPacket = () => {
    sinceTap += 1;
    if (sinceTap < 7) return;
    sinceTap = 0;
    words += 1;
    loop.nudge('tap');
  };
  const loop = new SyncLoop({
    round: async () => {
      inFront.push(air.queued);
      words = 0;
      const tapped = air.onPacket;
      air.onPacket = () => undefined;
      while (air.queued > 0) await air.packet();
      air.onPacket = tapped;
      return { kind: 'settled', more: false, waiting: 0, moved: false, answered: 1, rows: 0 };
    },
    mostRows: () => Infinity,
    sendPhotos: (halt, onSent) =>
      sendPhotos(
        {
          db: phone.db,
          nowMs: () => NOW,
          random: () => 0.5,
          authorization: () => Promise.resolve('Device d.s'),
          send: (file, on) => air.send(file, on),
          onCarried: () => undefined,
        },
        halt,
        onSent,
      ),
    waiting: async () => ({ entries: words, photos: (await photosToSend(phone.db)).length }),
    sleep: (ms) => {
      // Asleep for good: everything has arrived.
      if (ms > 60_000) stop.abort();
      return Promise.resolve();
    },
    random: () => 0.5,
    nowMs: () => NOW,
    onState: () => undefined,
    isVisible: () => true,
    onTrouble: (failure) => {
      throw failure;
    },
  });
  await loop.run(stop.signal);

  expect(await photosToSend(phone.db)).toEqual([]);
  const behind = inFront.filter((bytes) => bytes > 0);
  expect(Math.max(...behind)).toBeLessThanOrEqual(MOST_IN_FRONT);
  expect(behind.length).toBeGreaterThan(5);
  expect(air.carried).toBe(2 * (60_000 + 8_000));
});
