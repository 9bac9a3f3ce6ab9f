/** The server is set back to a morning before the work came too late: it stands again, whoever comes first. */
import { describe, expect, it } from 'vitest';
import type { HandedValues } from '#sync/handed';
import { lateVillage, statusOf } from './testing/late-village';

/** Pak Udin's price came too late and the server was set back since; everybody's phone remembers. */
async function restoredVillage(what: 'taken' | 'aside' | 'open') {
  const all = await lateVillage();
  const { server, udin, siti, laila, shopId, take } = all;
  await siti.sync();
  await laila.sync();
  const morning = server.backup();
  await udin.sync();
  await siti.sync();
  const [late] = siti.shows<HandedValues>('handed');
  if (what === 'taken') await take(siti);
  if (what === 'aside')
    await siti.must('handed.aside', { id: late?.id ?? '', shopId, aside: true });
  await siti.sync();
  await udin.sync();
  server.restore(morning);
  return { ...all, late };
}

describe('[S23] after a restore', () => {
  it('what was being offered is offered again', async () => {
    const { udin, siti, late } = await restoredVillage('open');
    await udin.sync();
    await siti.sync();
    expect(siti.shows<HandedValues>('handed')).toEqual([late]);
    expect(statusOf(udin)).toEqual(['open']);
  });

  it.each(['author', 'owner'] as const)(
    'what was taken is taken, once, also when the %s comes first',
    async (first) => {
      const { udin, siti, product } = await restoredVillage('taken');
      expect(product().price).toBe(12_000);
      const [one, other] = first === 'author' ? [udin, siti] : [siti, udin];
      await one.sync();
      if (first === 'owner') expect(product().price).toBe(15_000);
      await other.sync();
      await one.sync();
      expect(product().price).toBe(15_000);
      expect([statusOf(udin), statusOf(siti)]).toEqual([['taken'], ['taken']]);
    },
  );

  it('what was taken of somebody who is forgotten since is taken, and nothing of them is written anew', async () => {
    const { server, udin, siti, product, truth } = await restoredVillage('taken');
    const names = [`person/${udin.personId}`] as const;
    await server.forget({ personId: udin.personId, names, removed: [], changed: [] });
    await siti.sync();
    expect(product().price).toBe(15_000);
    expect([...truth().values()].filter(({ noun }) => noun === 'handed')).toEqual([]);
    expect(await server.parked(9)).toEqual([]);
  });

  it.each(['author', 'owner'] as const)(
    'what was set aside is set aside, also when the %s comes first',
    async (first) => {
      const { udin, siti } = await restoredVillage('aside');
      const [one, other] = first === 'author' ? [udin, siti] : [siti, udin];
      await one.sync();
      await other.sync();
      await one.sync();
      expect([statusOf(udin), statusOf(siti)]).toEqual([['aside'], ['aside']]);
    },
  );
});
