/** How green a village is on the map: the more goods, the darker. */

/**
 * White for none, then four greens by quarters of the fullest village.
 *
 * @returns 0 to 4
 */
export function greenOf(goods: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (goods <= 0 || most <= 0) return 0;
  const quarter = Math.ceil((Math.min(goods, most) / most) * 4);
  return quarter as 1 | 2 | 3 | 4;
}
