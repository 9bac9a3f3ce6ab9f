/** What a buyer is told of the stock: enough to decide, never the count. */
export const availabilities = ['ada', 'sedikit', 'habis'] as const;
export type Availability = (typeof availabilities)[number];

/** From this many downwards the buyer reads "tinggal sedikit". */
export const FEW = 3;

/**
 * @param counted whether anybody ever told the stock; a seller who never counts has it until "habis"
 * @param stock sum of movements less what is ordered; may be negative after a stall sale the count did not know of
 */
export function availabilityOf(counted: boolean, stock: number, soldOut: boolean): Availability {
  if (soldOut) return 'habis';
  if (!counted) return 'ada';
  if (stock <= 0) return 'habis';
  return stock <= FEW ? 'sedikit' : 'ada';
}
