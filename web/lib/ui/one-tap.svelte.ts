/**
 * One tap is one deed. A thumb that shakes taps twice, and the button beneath it may be another one by
 * then: so it is busy until the deed is done and seen, and a moment longer.
 */

/** How long a button that has changed under a thumb waits for the thumb to leave, ms. */
export const STILL_MS = 600;
/** When a deed is never seen to change anything, ms. */
const UNSEEN_MS = 3_000;

export class OneTap {
  /** Show the button as busy; taps are not for it. */
  busy = $state(false);
  #doing = false;
  #shown: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * What the buttons are about now. When that becomes something else of the same thing, whoever did it,
   * they are left alone for a moment.
   *
   * @param about which thing; another one begins anew
   * @param shown how it stands
   */
  shows(about: string, shown: string): void {
    const before = this.#shown;
    this.#shown = `${about} ${shown}`;
    if (before === undefined || before === this.#shown || !before.startsWith(`${about} `)) return;
    this.#rest(STILL_MS);
  }

  /** @param doing whether it was done; does nothing while an earlier tap is */
  async run(doing: () => Promise<boolean>): Promise<void> {
    if (this.busy) return;
    this.busy = this.#doing = true;
    const before = this.#shown;
    const done = await doing().catch(() => false);
    this.#doing = false;
    if (!done) this.#rest(0);
    // Seen already: then it rests from now on. Otherwise it waits to be seen.
    else this.#rest(before === this.#shown ? UNSEEN_MS : STILL_MS);
  }

  #rest(ms: number): void {
    clearTimeout(this.#timer);
    this.busy = true;
    this.#timer = setTimeout(() => (this.busy = this.#doing), ms);
  }
}
