/** What a phone knows before it has spoken with anybody. */
import type { PhoneState } from '#sync/phone/store';

export function newState(personId: string, deviceId: string): PhoneState {
  return {
    deviceId,
    deviceEpoch: 0,
    nextSeq: 1,
    clock: { ms: 0, counter: 0 },
    offsetMs: null,
    serverEpoch: '',
    cursors: {},
    acked: 0,
    actor: { personId, hasAccount: false, rights: [] },
    session: 'none',
    allSentMs: null,
    freshMs: null,
    missingPhotos: [],
  };
}
