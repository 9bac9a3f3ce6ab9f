/** People for tests, made by the ways real ones are made. */
import { createFirstAdmin } from '../admin/first-admin';
import { newId } from '#db/new-id';
import { toE164 } from '#domain/phone-number';

import { someNumber, type TestPhone } from './test-phone';
import type { TestServer } from './test-server';

export const PIN = '318274';
export const PANGGUNG = '63.11.07.2005';
export const GALUMBANG = '63.11.07.2006';

export interface SignedIn {
  readonly phone: TestPhone;
  readonly number: string;
  readonly personId: string;
}

export async function member(
  server: TestServer,
  name = 'Acil Uji',
  village = PANGGUNG,
): Promise<SignedIn> {
  const phone = await server.guest();
  const number = someNumber();
  const { status, body } = await phone.signUp(number, PIN, name, village);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { phone, number, personId: phone.personId };
}

/** The first admin, signed in on a phone. Once for each server. */
export async function dinas(server: TestServer): Promise<SignedIn> {
  const number = someNumber();
  const { databaseUrl, secrets } = server;
  const { pin } = await createFirstAdmin({
    databaseUrl,
    secrets,
    phone: toE164(number) ?? '',
    name: 'Ibu Noor',
  });
  const phone = await server.guest();
  const { status, body } = await phone.signIn(number, pin);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { phone, number, personId: phone.personId };
}

/** The Dinas gives a right; returns the grant's id. */
export async function give(
  by: SignedIn,
  to: SignedIn,
  right: { role: string; village?: string; shopId?: string },
): Promise<string> {
  const id = newId();
  await by.phone.mustApply([by.phone.entry('grant.give', { id, personId: to.personId, ...right })]);
  return id;
}
