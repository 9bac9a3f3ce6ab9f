/**
 * The air between a phone and the tower: narrow, slow, and gone in the middle of a sentence. A TCP proxy
 * that everything of one phone goes through, page, service worker and upload alike, because the
 * browser's own throttling never reaches a service worker.
 *
 *   phone ──▶ bucket (bytes per second) ──▶ half a round trip ──▶ Jukung, and the same way back
 *
 * It models bandwidth shared by all connections, round trip and handshake. It does not model TCP's slow
 * start, so that a long download looks a little better here than in the valley.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** What the air is like. Whatever is left out costs nothing. */
export interface Link {
  /** From the phone, in kbit/s. */
  readonly upKbps?: number;
  /** To the phone, in kbit/s. */
  readonly downKbps?: number;
  readonly roundTripMs?: number;
  /** Before a new connection carries anything; one round trip when left out, as TCP's own handshake. */
  readonly handshakeMs?: number;
  /** Every connection is cut each time so many bytes, both ways counted, have come through. */
  readonly cutEveryBytes?: number;
  /** Every connection is cut each time so many ms have gone by. */
  readonly cutEveryMs?: number;
}

/** Profiles of WebPageTest: https://github.com/catchpoint/WebPageTest.agent (connectivity). */
export const links = {
  clear: {},
  slow3g: { downKbps: 780, upKbps: 330, roundTripMs: 200 },
  edge: { downKbps: 240, upKbps: 200, roundTripMs: 840 },
  gprs: { downKbps: 35, upKbps: 32, roundTripMs: 1300 },
} as const satisfies Record<string, Link>;

/** What came through since the last reset: payload of TCP, headers of HTTP included. */
export interface Passed {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly connections: number;
  /** How often the air cut everything. */
  readonly cuts: number;
}

type Way = 'up' | 'down';

/** Longer pieces are carried in slices, so that a small request need not wait for a whole photo. */
const SLICE_BYTES = 1_460;
/** What may wait in the tower for one connection; beyond it the sender is told to stop. */
const QUEUE_BYTES = 32 * 1024;

export class Shaper {
  private server: Server | undefined;
  private readonly lines = new Set<Line>();
  private freeAtMs = { up: 0, down: 0 };
  private sinceCut = 0;
  private cutTimer: ReturnType<typeof setInterval> | undefined;
  private counted = { bytesUp: 0, bytesDown: 0, connections: 0, cuts: 0 };
  private air: Link = {};

  private constructor(
    /** The port phones speak to; it stays the same through every stop and resume. */
    readonly port: number,
    private readonly targetPort: number,
  ) {}

  /**
   * Opens the air in front of a server of this machine.
   *
   * @param options.port where phones come in; 0 takes a free one
   * @param options.targetPort where the server listens; it need not be there yet
   */
  static async open(options: { port?: number; targetPort: number; link?: Link }): Promise<Shaper> {
    const port = options.port || (await freePort());
    const shaper = new Shaper(port, options.targetPort);
    shaper.set(options.link ?? {});
    await shaper.resume();
    return shaper;
  }

  get passed(): Passed {
    return { ...this.counted };
  }

  get link(): Link {
    return this.air;
  }

  resetCounters(): void {
    this.counted = { bytesUp: 0, bytesDown: 0, connections: 0, cuts: 0 };
  }

  /** The weather changes: open connections feel it too. */
  set(link: Link): void {
    this.air = link;
    this.sinceCut = 0;
    this.freeAtMs = { up: 0, down: 0 };
    clearInterval(this.cutTimer);
    if (link.cutEveryMs) {
      this.cutTimer = setInterval(() => this.cut(), link.cutEveryMs);
      this.cutTimer.unref();
    }
  }

  /** Breaks every connection; new ones are carried again. */
  cut(): void {
    this.sinceCut = 0;
    this.counted.cuts += 1;
    for (const line of [...this.lines]) line.break();
  }

  /** No air at all: open connections break and new ones are refused, until `resume`. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const line of [...this.lines]) line.break();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Air again, on the same port. */
  async resume(): Promise<void> {
    if (this.server) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (phone) => {
      this.counted.connections += 1;
      const target = { port: this.targetPort, host: '127.0.0.1' };
      const tower = connect({ ...target, noDelay: true, allowHalfOpen: true });
      const line: Line = new Line(phone, tower, {
        carry: (way, bytes) => this.carry(way, bytes),
        arrived: (way, bytes) => this.arrived(way, bytes),
        room: () => this.roomBeforeCut(),
        over: () => this.lines.delete(line),
        handshakeMs: this.air.handshakeMs ?? this.air.roundTripMs ?? 0,
      });
      this.lines.add(line);
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    clearInterval(this.cutTimer);
    await this.stop();
  }

  /** Reserves the air for so many bytes; ms since the epoch when they are on the other side. */
  private carry(way: Way, bytes: number): number {
    const kbps = way === 'up' ? this.air.upKbps : this.air.downKbps;
    const nowMs = Date.now();
    const tookMs = kbps ? (bytes * 8) / kbps : 0;
    const freeMs = Math.max(nowMs, this.freeAtMs[way]) + tookMs;
    this.freeAtMs[way] = freeMs;
    return freeMs + (this.air.roundTripMs ?? 0) / 2;
  }

  private arrived(way: Way, bytes: number): void {
    this.counted[way === 'up' ? 'bytesUp' : 'bytesDown'] += bytes;
    this.sinceCut += bytes;
    const { cutEveryBytes } = this.air;
    if (cutEveryBytes && this.sinceCut >= cutEveryBytes) this.cut();
  }

  private roomBeforeCut(): number {
    const { cutEveryBytes } = this.air;
    return cutEveryBytes ? Math.max(1, cutEveryBytes - this.sinceCut) : Infinity;
  }
}

interface LinePorts {
  readonly carry: (way: Way, bytes: number) => number;
  readonly arrived: (way: Way, bytes: number) => void;
  /** How many bytes may still come through before the next cut. */
  readonly room: () => number;
  readonly over: () => void;
  readonly handshakeMs: number;
}

/** One connection: two sockets and what is on the way between them. */
class Line {
  private readonly timers = new Map<Way, ReturnType<typeof setTimeout>>();
  private broken = false;

  constructor(
    private readonly phone: Socket,
    private readonly tower: Socket,
    private readonly ports: LinePorts,
  ) {
    const openAtMs = Date.now() + ports.handshakeMs;
    this.follow('up', phone, tower, openAtMs);
    this.follow('down', tower, phone, openAtMs);
    for (const socket of [phone, tower]) socket.on('error', () => this.break());
    phone.on('close', () => this.over());
    tower.on('close', () => phone.destroyed && this.over());
  }

  /** What arrived has arrived; the rest is lost, and the phone learns of it as of any lost connection. */
  break(): void {
    if (this.broken) return;
    this.phone.resetAndDestroy();
    this.over();
  }

  private over(): void {
    this.broken = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.tower.destroySoon();
    this.ports.over();
  }

  private follow(way: Way, from: Socket, to: Socket, openAtMs: number): void {
    const onTheWay: { atMs: number; slice: Uint8Array | 'end' }[] = [];
    let waiting = 0;
    let lastMs = openAtMs;
    const land = (): void => {
      const nowMs = Date.now();
      while (!this.broken && onTheWay[0] && onTheWay[0].atMs <= nowMs) {
        const { slice } = onTheWay.shift() as { slice: Uint8Array | 'end' };
        if (slice === 'end') to.end();
        else {
          waiting -= slice.length;
          this.deliver(way, to, slice);
        }
      }
      if (this.broken) return;
      if (waiting < QUEUE_BYTES) from.resume();
      const next = onTheWay[0];
      if (next) this.timers.set(way, setTimeout(land, next.atMs - nowMs));
      else this.timers.delete(way);
    };
    const send = (slice: Uint8Array | 'end', bytes: number): void => {
      lastMs = Math.max(lastMs, this.ports.carry(way, bytes));
      onTheWay.push({ atMs: lastMs, slice });
      waiting += bytes;
    };
    const depart = (): void => {
      if (waiting >= QUEUE_BYTES) from.pause();
      if (!this.timers.has(way)) land();
    };
    from.on('data', (bytes) => {
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        send(slice, slice.length);
      }
      depart();
    });
    from.on('end', () => {
      send('end', 0);
      depart();
    });
  }

  /** A cut in the middle of the slice breaks the line; what stood behind the cut is lost with it. */
  private deliver(way: Way, to: Socket, slice: Uint8Array): void {
    const part = slice.subarray(0, this.ports.room());
    to.write(part);
    this.ports.arrived(way, part.length);
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
