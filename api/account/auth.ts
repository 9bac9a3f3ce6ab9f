/**
 * Who holds an account, and which sessions live: kept by better-auth, which is asked in-process only.
 * Its own HTTP routes are not mounted; ours (beside this file) say who may ask for what.
 *
 * A phone number is the user name, a PIN the password. Several people share a phone, so each session
 * has a cookie of its own (plugin multi-session) and none is "the" active one.
 */
import { betterAuth } from 'better-auth';
import { multiSession, username } from 'better-auth/plugins';

import type { Db } from '#db/connect';

import { failureFacts, type Logger } from '../log';
import { pinHashing } from './pin';

/** Longest a browser keeps any cookie (Chromium caps at 400 days); every day of use begins it anew. */
export const SESSION_SECONDS = 400 * 24 * 60 * 60;
export const ROLL_AFTER_MS = 24 * 60 * 60 * 1000;
/** People who may stay signed in on one phone. */
export const PEOPLE_PER_PHONE = 8;

const COOKIE = 'jukung';
/** How the routes tell better-auth which device a new session is for; never taken from outside. */
export const DEVICE_HEADER = 'x-jukung-device';

export interface AuthOptions {
  readonly db: Db;
  readonly sessionSecret: Buffer;
  readonly pepper: Buffer;
  /** True where TLS serves: cookies are then `__Host-` and Secure. */
  readonly secure: boolean;
  readonly log: Logger;
}

export type Auth = ReturnType<typeof openAuth>;

export function openAuth({ db, sessionSecret, pepper, secure, log }: AuthOptions) {
  return betterAuth({
    appName: 'Jukung',
    // Never used to build an address: no route of better-auth can be reached from outside.
    baseURL: 'http://jukung.invalid',
    secret: sessionSecret.toString('base64url'),
    database: { db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: {
      // Security: its messages may quote what somebody typed; only that something failed is written.
      level: 'error',
      log: (_level, _message, ...facts) => log.error(failureFacts(facts[0]), 'better-auth'),
    },
    user: {
      modelName: 'auth_user',
      fields: {
        emailVerified: 'email_verified',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'auth_credential',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'auth_session',
      expiresIn: SESSION_SECONDS,
      updateAge: ROLL_AFTER_MS / 1000,
      fields: {
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        userId: 'user_id',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      additionalFields: {
        // Security: a session is worth something only together with the device it was made for.
        deviceId: { type: 'string', required: false, input: false, fieldName: 'device_id' },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => ({
            data: { ...session, deviceId: context?.headers?.get(DEVICE_HEADER) ?? null },
          }),
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: 6,
      maxPasswordLength: 6,
      password: pinHashing(pepper),
    },
    advanced: {
      cookies: { session_token: { name: secure ? `__Host-${COOKIE}` : COOKIE } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      useSecureCookies: false,
      // Addresses are personal data and a village shares one: none is stored.
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    plugins: [
      username({
        displayUsername: false,
        usernameNormalization: false,
        usernameValidator: (text) => /^\+628\d{8,11}$/.test(text),
      }),
      multiSession({ maximumSessions: PEOPLE_PER_PHONE }),
    ],
  });
}
