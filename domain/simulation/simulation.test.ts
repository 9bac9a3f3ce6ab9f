import { describe, expect, it } from 'vitest';
import type { ListingValues } from '../listing';
import { live, STEPS } from './life';
import { type FaultKind, faultKinds, type Sabotage } from './village';

const SEEDS = Number(process.env.SEEDS ?? 300);
const FIRST = Number(process.env.SEED ?? 1);
const CANARY_SEEDS = 200;

describe('a village in trouble', () => {
  it('loses nothing, does nothing twice and agrees in the end, whatever the seed', async () => {
    const faults = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
    let questions = 0;
    let kept = 0;
    let taps = 0;
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { village, step, violations } = await live(seed);
      const again = `SEED=${seed} SEEDS=1 npx vitest run --project pure domain/simulation`;
      expect(violations, `seed ${seed}, step ${step}; run again: ${again}`).toEqual([]);
      for (const [kind, count] of village.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
      const rows = village.server.allRows();
      questions += rows.filter((row) => row.noun === 'conflict').length;
      kept += rows.filter((row) => row.noun === 'kept').length;
      taps += village.taps.length;
    }
    const told = [...faults].map(([kind, count]) => `${kind} ${count}`).join(', ');
    process.stdout.write(
      `simulation: ${SEEDS} seeds × ${STEPS} steps, ${taps} taps, ${questions} questions, ${kept} kept values; faults: ${told}\n`,
    );
    if (SEEDS < 100) return;
    for (const [kind, count] of faults)
      expect(count, `no "${kind}" ever happened`).toBeGreaterThan(0);
    expect(questions).toBeGreaterThan(0);
    expect(kept).toBeGreaterThan(0);
  }, 300_000);
});

/** Each bug is put in on purpose; the judge must name the rule that it breaks. */
const canaries: { bug: string; rule: string; sabotage: Sabotage }[] = [
  {
    bug: 'the server forgets values that did not win',
    rule: 'R-kept',
    sabotage: {
      server: {
        tx: (tx) =>
          changed(tx, {
            insertRow: (row) => (row.noun === 'kept' ? Promise.resolve() : tx.insertRow(row)),
            publish: (key, scopes) =>
              key.noun === 'kept' ? Promise.resolve() : tx.publish(key, scopes),
          }),
      },
    },
  },
  {
    bug: 'a stock movement is written and its sum is not',
    rule: 'R-stock',
    sabotage: {
      server: {
        tx: (tx) =>
          changed(tx, {
            updateRow: (row) => {
              const values = row.values as ListingValues;
              const broken = row.noun === 'listing' && values.stock > 20;
              return tx.updateRow(
                broken ? { ...row, values: { ...values, stock: 20 } as never } : row,
              );
            },
          }),
      },
    },
  },
  {
    bug: 'one acknowledged entry clears the whole outbox',
    rule: 'R-nowhere',
    sabotage: {
      phone: (tx) =>
        changed(tx, {
          dropQueued: async () => {
            for (const { deviceEpoch, seq } of await tx.queue())
              await tx.dropQueued(deviceEpoch, seq);
          },
        }),
    },
  },
  {
    bug: 'a phone takes its own words from before a fork for those of somebody else',
    rule: 'R-own',
    sabotage: {
      request: ({ past: _forgotten, ...request }) => request,
    },
  },
  {
    bug: 'the cursor passes rows that were not sent',
    rule: 'R-agree',
    sabotage: {
      server: {
        page: (page) => (page.rows.length > 2 ? { ...page, rows: page.rows.slice(1) } : page),
      },
    },
  },
];

describe('the judge', () => {
  it.each(canaries)(
    'notices when $bug ($rule)',
    async ({ rule, sabotage }) => {
      const rules = new Set<string>();
      for (let seed = 1; seed <= CANARY_SEEDS && !rules.has(rule); seed += 1) {
        const { violations } = await live(seed, sabotage);
        for (const violation of violations) rules.add(violation.split(':')[0] as string);
      }
      expect([...rules]).toContain(rule);
    },
    60_000,
  );
});

/** `tx` with some of its methods replaced; the others stay bound to it. */
function changed<T extends object>(tx: T, methods: Partial<T>): T {
  return new Proxy(tx, {
    get: (target, name) => {
      const own = (methods as Record<PropertyKey, unknown>)[name] ?? Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
