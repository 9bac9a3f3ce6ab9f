/**
 * Who goes on next? Everybody who is about to touch a store waits for a turn; when all wait, the script
 * names one. So two tabs, two servers and a tap interleave at every place where real ones could, and
 * the same way each time, however long the store itself takes.
 */
export type TakeTurn = () => Promise<void>;

export class Turns {
  private readonly waiting = new Map<number, () => void>();
  private running = 0;
  private allWait: () => void = () => undefined;
  /** Turns that were given while somebody else waited. */
  contested = 0;

  /** @param order whose turn it is among those who wait, by index; when used up, the first */
  constructor(private readonly order: readonly number[]) {}

  /** Runs all works to their end; each calls its `take` before it touches a store. */
  async run(works: readonly ((take: TakeTurn) => Promise<void>)[]): Promise<void> {
    const failures: unknown[] = [];
    this.running = works.length;
    works.forEach((work, index) => {
      const take = () =>
        new Promise<void>((go) => {
          this.waiting.set(index, go);
          this.pause();
        });
      void work(take)
        .catch((failure: unknown) => failures.push(failure))
        .then(() => this.pause());
    });
    for (let turn = 0; ; turn += 1) {
      if (this.running > 0) await new Promise<void>((all) => (this.allWait = all));
      const ready = [...this.waiting.keys()].sort((a, b) => a - b);
      if (ready.length === 0) break;
      if (ready.length > 1) this.contested += 1;
      const next = ready[(this.order[turn] ?? 0) % ready.length] as number;
      const go = this.waiting.get(next);
      this.waiting.delete(next);
      this.running += 1;
      go?.();
    }
    if (failures.length > 0) throw failures[0];
  }

  private pause(): void {
    this.running -= 1;
    if (this.running === 0) this.allWait();
  }
}
