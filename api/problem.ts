/**
 * Every way this house says no. A refusal is `application/problem+json` (RFC 9457) with a code from one
 * closed list: a phone decides by the code, words for people live on the phone. A code keeps its
 * meaning for ever and is never reused; old phones still carry it.
 */

/** Status and an English title (for people who read logs) of every code. */
export const problems = {
  // What arrived can't be read.
  'request.not_json': [415, 'The content type must be application/json.'],
  'request.bad_json': [400, 'The body is not JSON.'],
  'request.bad_compression': [400, 'The body does not decompress as its Content-Encoding says.'],
  'request.encoding_unknown': [415, 'The Content-Encoding is not gzip, deflate or identity.'],
  'request.too_big': [413, 'The body is larger than this route takes.'],
  'request.too_deep': [400, 'The body is nested too deeply.'],
  'request.cut_off': [400, 'The body ended before its announced length.'],
  'request.wrong_shape': [400, 'A field is missing, unknown or of another type.'],
  'request.foreign_origin': [403, 'A request that changes something must come from this origin.'],
  'request.method': [405, 'This address does not know this method.'],
  'route.unknown': [404, 'There is nothing at this address.'],

  // Devices.
  'device.missing': [401, 'This route needs a device credential.'],
  'device.unknown': [401, 'No device answers to this credential.'],
  'device.revoked': [403, 'This device has been revoked.'],
  'device.nonce_stale': [400, 'The nonce is not ours or older than its time.'],
  'device.proof_wrong': [403, 'The signature does not fit the key, the nonce and the ids.'],
  'device.id_taken': [409, 'The id, or the tail that names its stamps, belongs to another device.'],
  'device.person_taken': [409, 'Another device speaks for this person; sign in to join it.'],
  'device.other_person': [409, 'This device already speaks for another person with an account.'],
  'device.unknown_here': [404, 'No such device of this person.'],

  // Sync.
  'session.expired': [401, 'Nothing was applied: the session of this person has ended.'],
  'sync.malformed': [400, 'The request is not a sync request.'],
  'sync.protocol_unknown': [426, 'This protocol version is not spoken here: update the app.'],
  'sync.too_many_entries': [413, 'More entries than one request may carry.'],
  'sync.entry_too_large': [413, 'One entry is larger than an entry may be.'],
  'sync.too_deep': [400, 'The body is nested too deeply.'],
  'sync.too_many_scopes': [413, 'More cursors than one request may carry.'],

  // Accounts.
  'phone.unreadable': [422, 'Not an Indonesian mobile number.'],
  'pin.unfit': [422, 'A PIN is six digits.'],
  'pin.too_simple': [422, 'This PIN is among the first anybody would try.'],
  'input.unprintable': [422, 'A text holds control characters.'],
  'person.name_missing': [422, 'A name is needed.'],
  'person.village_unknown': [422, 'Not a village of this district.'],
  'account.exists': [409, 'The person of this device already has an account.'],
  'account.phone_taken': [409, 'An account with this number exists.'],
  'account.wrong': [401, 'The number or the PIN is wrong.'],
  'account.code_wrong': [401, 'The number or the reset code is wrong, used or too old.'],
  'account.may_not_reset': [403, 'Only the facilitator of the village or the Dinas may do this.'],
  'account.too_many_here': [409, 'Too many people are signed in on this phone.'],
  'tries.wait': [429, 'Too many tries: wait retryAfterMs.'],

  // Orders.
  'order.claim_wrong': [404, 'No order has this number and this code, or it was fetched already.'],

  // People.
  'person.unknown': [404, 'No such person.'],
  'people.may_not_look': [403, 'Not for this person to see.'],

  // Photos.
  'photo.not_named': [403, 'No photo record of this person names this picture.'],
  'photo.here_already': [409, 'This picture is already here.'],
  'photo.too_big': [413, 'The picture is larger than allowed.'],
  'photo.unreadable': [422, 'Not a picture this server can read.'],
  'photo.hash_differs': [422, 'The bytes are not those that were announced.'],
  'photo.wrong_metadata': [400, 'The upload metadata or headers are not as documented.'],
  'photo.upload_unknown': [404, 'No such upload; make a new one.'],
  'photo.wrong_offset': [409, 'The upload does not stand at this offset: ask with HEAD.'],
  'photo.busy': [423, 'Another request is writing to this upload.'],
  'photo.not_here': [404, 'No such picture.'],
  'photo.not_yours': [403, 'A private picture needs the rights of its shop.'],

  // Public pages.
  'listing.not_shown': [404, 'No such product in the market.'],
  'shop.not_shown': [404, 'No such shop in the market.'],
  'catalogue.wrong_question': [400, 'A filter or the place to go on from is not as documented.'],

  // Snapshots.
  'snapshot.unknown': [404, 'No such snapshot, or it is no longer kept: sync anew.'],

  // Ours.
  busy: [503, 'The server can take no more just now.'],
  internal: [500, 'Our mistake. It has been written down.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;
type Extra = Readonly<Record<string, unknown>>;

/** Thrown anywhere below a route; the one place that turns it into an answer is `onError` of the app. */
export class Problem extends Error {
  /** @param extra further members of the problem object; never personal data */
  constructor(
    readonly code: ProblemCode,
    readonly extra: Extra = {},
  ) {
    super(problems[code][1]);
    this.name = 'Problem';
  }
}

/** Come back in a while, each phone at another moment: they were all sent away together. */
export const busy = (): Problem =>
  new Problem('busy', { retryAfterMs: 2_000 + Math.floor(Math.random() * 18_000) });

/** The members of a problem object, in the order people read them. */
function problemBody(code: ProblemCode, extra: Extra = {}) {
  const [status, title] = problems[code];
  return { type: `urn:jukung:problem:${code}`, title, status, code, ...extra };
}

export function problemResponse(code: ProblemCode, extra: Extra = {}): Response {
  const body = problemBody(code, extra);
  const headers = new Headers({
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
  const waitMs = extra['retryAfterMs'];
  if (typeof waitMs === 'number') headers.set('Retry-After', String(Math.ceil(waitMs / 1000)));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}
