/**
 * Rows that belong to an order or a sale have ids that follow from its own, so that nobody need say them.
 * They can be reckoned by whoever knows it; so no tap may give a row of its own such an id.
 */

/**
 * Of a line, of the movement by which an order's goods leave, of the contact; of the sale that takes one back and the
 * movements by which its goods come back; of those by which a sale's goods leave. No id that a phone makes is of these kinds.
 */
type Kind = '8' | '9' | 'a' | 'b' | 'c' | 'd';

/** @param index from 0 */
export const kinId = (id: string, kind: Kind, index: number): string =>
  `${id.slice(0, 14)}${kind}${index.toString(16).padStart(3, '0')}${id.slice(18)}`;

export const isKinId = (id: string): boolean => /^.{14}[89a-d]/.test(id);
