/** Everything that was observed in a life, as one short text: the same seed must give the same one. */
import { createHash } from 'node:crypto';

export class Trace {
  private readonly hash = createHash('sha256');

  add(...told: readonly string[]): void {
    for (const line of told) this.hash.update(`${line}\n`);
  }

  /** 64 bits in hex. Nothing can be added afterwards. */
  close(): string {
    return this.hash.digest('hex').slice(0, 16);
  }
}
