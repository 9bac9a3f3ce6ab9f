import { expect, it } from 'vitest';
import { calm, whileBusy } from './calm';

it('the app changes only when nothing is being written', async () => {
  const order: string[] = [];
  await calm();
  let finish = () => {};
  const writing = whileBusy(() => new Promise<void>((done) => (finish = done))).then(() =>
    order.push('written'),
  );
  const failing = whileBusy(() => Promise.reject(new Error('no'))).catch(() =>
    order.push('not written'),
  );
  const update = calm().then(() => order.push('updated'));
  await failing;
  expect(order).toEqual(['not written']);
  finish();
  await Promise.all([writing, update]);
  expect(order.toSorted()).toEqual(['not written', 'updated', 'written']);
});
