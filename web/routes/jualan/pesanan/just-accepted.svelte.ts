/**
 * Orders accepted a moment ago keep their place in the list: were the next one to slide up under the
 * thumb, a second tap would accept that one too.
 */

/** ms */
const STAY_MS = 4_000;

export type Answer = '' | 'busy' | 'done';

export class JustAccepted {
  #answers = $state.raw<Readonly<Record<string, Answer>>>({});

  /** Empty for an order that is not being answered here. */
  of(id: string): Answer {
    return this.#answers[id] ?? '';
  }

  /** @param doing whether it was accepted; not asked again while this order keeps its place */
  async accept(id: string, doing: () => Promise<boolean>): Promise<void> {
    if (this.of(id) !== '') return;
    this.#set(id, 'busy');
    const accepted = await doing().catch(() => false);
    this.#set(id, accepted ? 'done' : '');
    if (accepted) setTimeout(() => this.#set(id, ''), STAY_MS);
  }

  #set(id: string, answer: Answer): void {
    this.#answers = { ...this.#answers, [id]: answer };
  }
}
