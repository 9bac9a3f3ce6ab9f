/**
 * Words that phones and server know before a word is said (sync/compact): what a seller says all day is only
 * pointed at. The list is part of the wire: it stays as it is, order and all, for as long as PROTOCOL does.
 */
export const WIRE_WORDS: readonly string[] = (
  'listing shop photo movement person grant conflict kept ' +
  'listing.edit listing.add listing.publish listing.hide listing.remove listing.restore ' +
  'photo.add photo.remove stock.move shop.edit shop.open ' +
  'shopId price title unit category about publish status stock soldOut counted photos village ' +
  'listingId movementId hash width height placeholder quantity reason name kind phone open slug'
).split(' ');
