/**
 * The cash book: what came in, how and for what. Every line is a fact that somebody wrote down; a mistake is
 * a line of its own below zero, at the moment it was noticed. Pure sums, in whole rupiah.
 */
import type { Span } from './book-days';
import { witaDay } from './when';

/** How the buyer came: an order of the app that was handed over, WhatsApp, or the stall. */
export const bookChannels = ['app', 'wa', 'stall'] as const;
export type BookChannel = (typeof bookChannels)[number];

export interface BookLine {
  /** Empty for money without a product. */
  readonly listingId: string;
  readonly title: string;
  readonly unit: string;
  /** Rupiah for one. */
  readonly cost: number;
  /** Below zero where it is taken back. */
  readonly quantity: number;
}

export interface BookEntry {
  readonly id: string;
  /** An order that was handed over, a sale, or a sale that takes one back. */
  readonly kind: 'order' | 'sale' | 'back';
  readonly channel: BookChannel;
  /** When it happened, by the clock of the village. ms since epoch. */
  readonly atMs: number;
  /** Below zero where it is taken back. Whole rupiah. */
  readonly rupiah: number;
  readonly lines: readonly BookLine[];
}

/** Entries of these days, in their order. */
export const within = <E extends BookEntry>(entries: readonly E[], span: Span): E[] =>
  entries.filter(({ atMs }) => {
    const day = witaDay(atMs);
    return day >= span.from && day <= span.to;
  });

export const sumOf = (entries: readonly BookEntry[]): number =>
  entries.reduce((sum, { rupiah }) => sum + rupiah, 0);

/** What came in by each way, all of them named. */
export function byChannel(entries: readonly BookEntry[]): Record<BookChannel, number> {
  const sums = { app: 0, wa: 0, stall: 0 };
  for (const { channel, rupiah } of entries) sums[channel] += rupiah;
  return sums;
}

export interface ProductSum {
  /** Empty: all money without a product together. */
  readonly listingId: string;
  /** As it was called when it was sold last. */
  readonly title: string;
  readonly unit: string;
  readonly quantity: number;
  readonly rupiah: number;
}

/** What each product brought, the most first. A product that was only taken back is left out. */
export function byProduct(entries: readonly BookEntry[]): ProductSum[] {
  const sums = new Map<string, ProductSum>();
  for (const { lines } of [...entries].sort((a, b) => a.atMs - b.atMs)) {
    for (const { listingId, title, unit, cost, quantity } of lines) {
      const before = sums.get(listingId);
      sums.set(listingId, {
        ...{ listingId, title, unit },
        quantity: (before?.quantity ?? 0) + quantity,
        rupiah: (before?.rupiah ?? 0) + cost * quantity,
      });
    }
  }
  return [...sums.values()]
    .filter(({ quantity, rupiah }) => quantity !== 0 || rupiah !== 0)
    .sort((a, b) => b.rupiah - a.rupiah || (a.listingId < b.listingId ? -1 : 1));
}

/** What came in over each of some spans of days. */
export const bySpan = (entries: readonly BookEntry[], spans: readonly Span[]): number[] =>
  spans.map((span) => sumOf(within(entries, span)));
