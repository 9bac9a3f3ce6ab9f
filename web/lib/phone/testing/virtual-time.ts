/** Time that passes only when everybody sleeps: five minutes are over as soon as nobody has anything to do. */

/** Enough for anything these tests ask of fake-indexeddb. */
const STORE_TURNS = 400;

export class VirtualTime {
  nowMs = 0;
  private readonly sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  /** @param turns of the event loop in which everybody has done what they can do now */
  constructor(private readonly turns = STORE_TURNS) {}

  readonly sleep = (ms: number, stop: AbortSignal): Promise<void> =>
    new Promise((done) => {
      const wake = () => {
        this.sleepers.delete(sleeper);
        stop.removeEventListener('abort', wake);
        done();
      };
      const sleeper = { atMs: this.nowMs + ms, wake };
      if (stop.aborted) return done();
      this.sleepers.add(sleeper);
      stop.addEventListener('abort', wake, { once: true });
    });

  /** Lets time pass until something is so. @returns how much passed, ms; `atMostMs` if it never was */
  async until(isSo: () => boolean | Promise<boolean>, atMostMs: number): Promise<number> {
    const begunMs = this.nowMs;
    const endMs = begunMs + atMostMs;
    for (;;) {
      for (let turn = 0; turn < this.turns; turn += 1) await new Promise((go) => setImmediate(go));
      if (await isSo()) return this.nowMs - begunMs;
      const next = [...this.sleepers].sort((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > endMs) {
        this.nowMs = endMs;
        return atMostMs;
      }
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.wake();
    }
  }

  pass(ms: number): Promise<number> {
    return this.until(() => false, ms);
  }
}
