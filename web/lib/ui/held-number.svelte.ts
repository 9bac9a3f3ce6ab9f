/**
 * A number as the thumb left it. On a slow phone the store answers a tap only after the next one: until
 * what was tapped is written and read back, the screen counts on from the thumb, not from the answer.
 */

/** How long an answer may lag behind its write before it counts, ms. */
const LAG_MS = 1_500;

export class HeldNumber {
  #mine = $state<number | null>(null);
  #writes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What to show, and to count on from. */
  over(stored: number): number {
    return this.#mine ?? stored;
  }

  /** What is stored now, whoever changed it. */
  told(stored: number): void {
    if (this.#writes === 0 && stored === this.#mine) this.#let();
  }

  /** @param writing on its way to the store; `false` when it could not be written */
  async keep(next: number, writing: Promise<unknown>): Promise<void> {
    clearTimeout(this.#timer);
    this.#mine = next;
    this.#writes += 1;
    const written = await writing.catch(() => false);
    this.#writes -= 1;
    if (this.#writes > 0) return;
    if (written === false) this.#let();
    else this.#timer = setTimeout(() => this.#let(), LAG_MS);
  }

  #let(): void {
    clearTimeout(this.#timer);
    this.#mine = null;
  }
}
