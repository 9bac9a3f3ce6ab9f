/** Somebody types into the search of a market that is whole on the phone: what each letter costs. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { GoClass } from './go-class';
import type { Handset } from './handset';
import { follow, mark } from './timeline';

export interface SearchTyping {
  readonly letters: number;
  /** The search itself, in its worker, for one letter at Go-class. ms */
  readonly foundP95Ms: number;
  readonly foundMedianMs: number;
  /** With everything the page does for it, the cards it draws in. ms */
  readonly drawnP95Ms: number;
  readonly drawnMedianMs: number;
}

/** Two words as people type them, one with a slip of the thumb, and what every shelf is full of. */
const WORDS = ['keripik pisang', 'iwak hruan', 'wadai', 'madu kelulut'];
/** Between two letters: quicker than the address follows the typing (web/routes/+page.svelte). ms */
const BETWEEN_MS = 250;

export async function searchTyping({ phone }: Handset, { rate }: GoClass): Promise<SearchTyping> {
  const { page } = phone;
  const field = page.getByRole('searchbox');
  await field.tap();
  // The first letter of all fetches the worker and hands the market over; it is not a keystroke's cost.
  await field.fill('a');
  await sleep(3_000);
  const costs: { all: number; worker: number }[] = [];
  for (const word of WORDS) {
    await field.fill('');
    await sleep(1_500);
    const { tasks, marksMs } = await follow(page, async () => {
      for (const letter of word) {
        await mark(page);
        await page.keyboard.type(letter);
        await sleep(BETWEEN_MS);
      }
      await mark(page);
    });
    for (const [at, fromMs] of marksMs.slice(0, -1).entries()) {
      const untilMs = marksMs[at + 1] ?? Infinity;
      const mine = tasks.filter((task) => task.fromMs >= fromMs && task.fromMs < untilMs);
      const sum = (some: typeof mine) => some.reduce((ms, { cpuMs }) => ms + cpuMs * rate, 0);
      const worker = sum(mine.filter(({ thread }) => thread === 'worker'));
      costs.push({ all: sum(mine), worker });
    }
  }
  const sorted = (ms: number[]) => ms.sort((a, b) => a - b);
  const at = (share: number, ms: number[]) => ms[Math.ceil(share * ms.length) - 1] ?? 0;
  const all = sorted(costs.map((cost) => cost.all));
  const worker = sorted(costs.map((cost) => cost.worker));
  return {
    letters: all.length,
    ...{ foundP95Ms: at(0.95, worker), foundMedianMs: at(0.5, worker) },
    ...{ drawnP95Ms: at(0.95, all), drawnMedianMs: at(0.5, all) },
  };
}
