/**
 * Questions people ask, and which screen they ask them from. The answer that fits the screen somebody
 * came from stands first and open; the others follow in their usual order.
 */
import type { IconName } from '$lib/ui/icons';
import type { RowState } from '$lib/ui/row-state';
import type { PlainKey } from '$lib/words/words';
import '$lib/words/id/help';

export interface Topic {
  readonly key: string;
  readonly title: PlainKey;
  readonly icon: IconName;
  /** Screens this answers, by the beginning of their address. */
  readonly screens: readonly RegExp[];
  readonly lines: readonly (PlainKey | { readonly state: RowState; readonly says: PlainKey })[];
  /** The lines are done one after the other. */
  readonly inOrder?: boolean;
  readonly way?: { readonly href: string; readonly word: PlainKey };
}

const topics: readonly Topic[] = [
  {
    key: 'buy',
    title: 'help.buy.title',
    icon: 'search',
    screens: [/^\/$/, /^\/(produk|toko|desa)\b/],
    lines: ['help.buy.1', 'help.buy.2', 'help.buy.3'],
  },
  {
    key: 'noSignal',
    title: 'help.noSignal.title',
    icon: 'phone-check',
    screens: [/^\/kiriman\b/],
    lines: ['help.noSignal.1', 'help.noSignal.2', 'help.noSignal.3', 'help.noSignal.4'],
  },
  {
    key: 'sell',
    title: 'help.sell.title',
    icon: 'store',
    screens: [/^\/jualan\b/],
    lines: ['help.sell.1', 'help.sell.2', 'help.sell.3', 'help.sell.4'],
    inOrder: true,
    way: { href: '/jualan', word: 'help.sell.link' },
  },
  {
    key: 'states',
    title: 'help.states.title',
    icon: 'outbox',
    screens: [/^\/kiriman\b/, /^\/jualan\/produk\b/],
    lines: [
      { state: 'draft', says: 'help.states.draft' },
      { state: 'ready', says: 'help.states.ready' },
      { state: 'sent', says: 'help.states.sent' },
      { state: 'needs-you', says: 'help.states.needsYou' },
    ],
    way: { href: '/kiriman', word: 'help.states.link' },
  },
  {
    key: 'prices',
    title: 'help.prices.title',
    icon: 'finger',
    screens: [/^\/(pilih|riwayat)\b/],
    lines: ['help.prices.1', 'help.prices.2', 'help.prices.3'],
  },
  {
    key: 'freshness',
    title: 'help.freshness.title',
    icon: 'clock',
    screens: [/^\/$/],
    lines: ['help.freshness.1', 'help.freshness.2'],
  },
  {
    key: 'photos',
    title: 'help.photos.title',
    icon: 'image',
    screens: [/^\/$/, /^\/produk\b/],
    lines: ['help.photos.1', 'help.photos.2'],
  },
  {
    key: 'account',
    title: 'help.account.title',
    icon: 'key',
    screens: [/^\/(masuk|daftar|kunci|saya)\b/],
    lines: ['help.account.1', 'help.account.2', 'help.account.3', 'help.account.4'],
  },
  {
    key: 'shared',
    title: 'help.shared.title',
    icon: 'people',
    screens: [/^\/(kunci|saya)\b/],
    lines: ['help.shared.1', 'help.shared.2'],
  },
  {
    key: 'facilitator',
    title: 'help.facilitator.title',
    icon: 'seal',
    screens: [/^\/(dampingan|dinas)\b/],
    lines: ['help.facilitator.1', 'help.facilitator.2'],
  },
  {
    key: 'people',
    title: 'help.people.title',
    icon: 'help',
    screens: [],
    lines: ['help.people.1', 'help.people.2'],
  },
];

/** All questions, those of the screen first. How many are of the screen is `near`. */
export function topicsFor(screen: string): { near: number; topics: readonly Topic[] } {
  const path = screen.split(/[?#]/)[0] ?? '';
  const fits = (topic: Topic) => topic.screens.some((pattern) => pattern.test(path));
  const near = topics.filter(fits);
  return { near: near.length, topics: [...near, ...topics.filter((topic) => !fits(topic))] };
}

/** Where "Kembali" leads: the screen somebody came from if it is one of ours, else the market. */
export function wayBack(screen: string): string {
  const ours = /^\/(?![/\\])/.test(screen) && !screen.startsWith('/bantuan');
  return ours ? screen : '/';
}
