import { describe, expect, it } from 'vitest';
import type { OutboxRow } from '$lib/phone/views';
import { sortOutbox } from './sort-outbox';

const row = (key: string, kind: OutboxRow['kind'], state: OutboxRow['state']) =>
  ({ key, kind, state }) as OutboxRow;
const keys = (rows: readonly OutboxRow[]) => rows.map(({ key }) => key);

describe('what waits is one count', () => {
  const parts = sortOutbox([
    row('arrived', 'entry', 'arrived'),
    row('photo', 'photo', 'waiting'),
    row('refused', 'entry', 'needs-you'),
    row('price', 'entry', 'waiting'),
    row('unreadable', 'photo', 'needs-you'),
    row('name', 'entry', 'sending'),
  ]);

  it('pictures belong to it; what has arrived and what needs the person do not', () => {
    expect(parts.waiting).toHaveLength(3);
    expect(keys(parts.arrived)).toEqual(['arrived']);
    expect(keys(parts.needsYou)).toEqual(['refused', 'unreadable']);
  });

  it('stands in the order in which it travels', () => {
    expect(keys(parts.waiting)).toEqual(['name', 'price', 'photo']);
  });
});
