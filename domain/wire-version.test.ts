import { expect, it } from 'vitest';
import { declarations } from './index';
import { fingerprintOf, WIRE_FINGERPRINT } from './wire-version';

it('[S12] knows when the shape of the wire has changed', () => {
  const told =
    'What travels has changed. If phones that are out there are still understood, write the new ' +
    'fingerprint into domain/wire-version.ts; if not, raise PROTOCOL and keep accepting the old one.';
  expect(WIRE_FINGERPRINT, told).toBe(fingerprintOf(declarations));
});
