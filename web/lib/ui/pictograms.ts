/**
 * Pictograms of the big actions, on the grid of 48. `currentColor` is the dye of the role, so each wears the right cloth.
 * They stand on a tile that stays light at night.
 */
export const pictograms = {
  add: '<path fill="currentColor" d="M14 11 17 5h14l3 6h9a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V14a3 3 0 0 1 3-3Z"/><circle cx="24" cy="27" r="12" fill="#fff"/><circle cx="24" cy="27" r="9" fill="#ffc83d"/><path stroke="#1a151e" stroke-width="3" stroke-linecap="round" d="M24 21.5v11M18.5 27h11"/><path class="s" d="M6.5 16.5h4"/>',
  goods:
    '<path fill="#5fb07a" d="M27 3h17v17L24 40l-7-7Z"/><path fill="currentColor" d="M20 5h19v19L19 44a3 3 0 0 1-4 0L3.5 32.5a3 3 0 0 1 0-4Z"/><circle cx="31.5" cy="12.5" r="4" fill="#ffc83d"/><path class="s" d="m9.5 30 12.5-12.5"/>',
  outbox:
    '<path fill="#ffc83d" d="m15 7 5-5h5l4 5 1 17H15Z"/><path fill="#fff" d="M22.5 6.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z"/><path fill="currentColor" d="M1 20c14 7.5 32 7 46-2-2 11-9 18.5-23 18.5C11 36.5 4 31 1 20Z"/><path fill="none" stroke="#5b93c2" stroke-width="3" stroke-linecap="round" d="M8 43.5c3-2.7 6-2.7 9 0s6 2.7 9 0 6-2.7 9 0 4 2 5 1.5"/><path class="s" d="M8 27.5c10 4 22 3.5 32-1"/>',
  orders:
    '<path fill="#ffc83d" d="M8 3h32v42l-5.3-4-5.4 4-5.3-4-5.3 4-5.4-4L8 45Z"/><path stroke="#1a151e" stroke-width="3" stroke-linecap="round" d="M16 13.5h16m-16 9h16m-16 9h9"/><path fill="none" stroke="#7a5a12" stroke-width="1.6" stroke-linecap="round" stroke-dasharray=".1 3.6" d="M11.5 7v30m25-30v30"/>',
  money:
    '<path fill="#5fb07a" d="M3 14 39 8.5a2.5 2.5 0 0 1 3 2l3 20-38 7-5-20a2.5 2.5 0 0 1 1-3.5Z"/><rect x="5" y="16" width="42" height="25" rx="3" fill="currentColor"/><circle cx="26" cy="28.5" r="8" fill="#ffc83d"/><path fill="none" stroke="#1a151e" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" d="M26 24v9m-3.7-3.4L26 33l3.7-3.4"/><path class="s" d="M9.5 20h33m-33 17h33"/>',
  shop: '<path fill="currentColor" d="M6 22h36v23H6Z"/><path fill="#5fb07a" d="M8 4h32l6 15H2Z"/><path fill="currentColor" d="M17.5 4h6.5v15h-8.5Zm13 0H40l6 15H32.5Z" opacity=".85"/><path fill="#ffc83d" d="M25 29h11v16H25Z"/><path class="s" d="M4 23.5h40"/>',
  people:
    '<circle cx="32" cy="15" r="7" fill="#5fb07a"/><path fill="#5fb07a" d="M20 42c0-11 4-17 12-17s13 6 13 17Z"/><circle cx="18" cy="13" r="8.5" fill="#ffc83d"/><path fill="currentColor" d="M2 45c0-14 5-21 16-21s16 7 16 21Z"/><path class="s" d="M6 40.5h25"/>',
  village:
    '<path fill="currentColor" d="M24 3 45 20h-5v25H8V20H3Z"/><path fill="#5fb07a" d="M3 20 24 3l21 17-3 4L24 9.5 6 24Z"/><path fill="#ffc83d" d="M19 29h10v16H19Z"/><path class="s" d="M12 26v16m24-16v16"/>',
} as const;

/** The name of a big-action pictogram. */
export type PictogramName = keyof typeof pictograms;
