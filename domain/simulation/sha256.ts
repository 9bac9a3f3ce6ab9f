/** Hashes and seals as a real server makes them; its secret is no secret in a village that is played. */
import { hash } from 'node:crypto';

export const sha256 = (text: string): string => hash('sha256', text);

export const seal = (text: string): string => hash('sha256', `village ${text}`, 'base64url');
