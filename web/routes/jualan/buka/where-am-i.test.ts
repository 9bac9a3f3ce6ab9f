import { expect, test } from 'vitest';
import { villageByCode } from '#domain/place/villages';
import { whereAmI } from './where-am-i';

const standingAt = (latitude: number, longitude: number) => ({
  getCurrentPosition: (done: PositionCallback) =>
    done({ coords: { latitude, longitude } } as GeolocationPosition),
});
const failing = (code: number) => ({
  getCurrentPosition: (_done: PositionCallback, fail?: PositionErrorCallback | null) =>
    fail?.({ code } as GeolocationPositionError),
});

test('a phone in Panggung is in Panggung', async () => {
  const panggung = villageByCode('63.11.07.2005')!;
  expect(await whereAmI(standingAt(panggung.lat, panggung.lng))).toEqual({
    found: true,
    village: panggung,
  });
});

test('a phone in Jakarta is in none of ours', async () => {
  expect(await whereAmI(standingAt(-6.2, 106.8))).toEqual({ found: false, why: 'outside' });
});

test.each([
  [1, 'refused'],
  [2, 'not-found'],
  [3, 'not-found'],
] as const)('code %i of the phone is told as %s', async (code, why) => {
  expect(await whereAmI(failing(code))).toEqual({ found: false, why });
});

test('a phone without any GPS is asked nothing', async () => {
  expect(await whereAmI(undefined)).toEqual({ found: false, why: 'not-found' });
});
