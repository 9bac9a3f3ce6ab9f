import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newPhone } from './testing/tabs';

beforeEach(() => {
  newPhone();
  vi.resetModules();
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => {
  vi.doUnmock('./drafts-kept');
  vi.unstubAllGlobals();
});

it('a form begun before the stores have arrived is kept when they do; the phone is not called broken meanwhile', async () => {
  vi.doMock('./drafts-kept', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { saveDraft, readDraft } = await import('./drafts');
  const { phone } = await import('./phone.svelte');
  await saveDraft('daftar', { name: 'Siti' });
  vi.doUnmock('./drafts-kept');
  await vi.waitFor(() => expect(phone.state).toBe('ready'), 5_000);
  const { getDraft } = await import('./drafts-kept');
  await vi.waitFor(async () => expect(await getDraft('daftar')).toEqual({ name: 'Siti' }), 5_000);
  expect(await readDraft('daftar')).toEqual({ name: 'Siti' });
  expect(phone.troubles).toEqual([]);
});
