/** Hashes and seals as a real server makes them; its secret is no secret in a village that is played. */
import { createHash, createHmac } from 'node:crypto';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const seal = (text: string): string =>
  createHmac('sha256', 'village').update(text).digest('base64url');
