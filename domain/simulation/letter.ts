/**
 * What really travels between a phone and the server: a phone with an old app says JSON, one with today's app
 * says bytes (sync/compact) and may be answered with no body at all. Each side has nothing but what arrived.
 */
import { packAnswer, saysNothing } from '#sync/compact/answer';
import { takeOutEcho } from '#sync/compact/echo';
import { receiveAnswer, type Received } from '#sync/compact/receive';
import { packRequest, unpackRequest } from '#sync/compact/request';
import { NotCompact } from '#sync/compact/value';
import { isAnswer, isFork } from '#sync/phone/read-answer';
import type { PhoneStore } from '#sync/phone/store';
import type { ForkAnswer, SyncAnswer, SyncRequest } from '#sync/wire';
import { declarations } from '../index';

export type Letter = Received | { readonly text: string };

const json = (said: unknown): Letter => ({ text: JSON.stringify(said) });

export const writeRequest = (request: SyncRequest, deviceId: string, compact: boolean): Letter =>
  compact ? { bytes: packRequest(request, deviceId, declarations.wireWords) } : json(request);

/** What the server makes of a body: not checked yet. Undefined for one that is broken. */
export function readRequest(letter: Letter, deviceId: string): unknown {
  if ('text' in letter) return parsed(letter.text);
  if (!('bytes' in letter)) return undefined;
  try {
    return unpackRequest(letter.bytes, deviceId, declarations.wireWords);
  } catch (failure) {
    if (isUnread(failure)) return undefined;
    throw failure;
  }
}

/** Whoever asks in JSON is answered in JSON; that a phone has forked is told in JSON to everybody. */
export function writeAnswer(
  answer: SyncAnswer | ForkAnswer,
  request: SyncRequest,
  compact: boolean,
): Letter {
  if (!compact || 'forked' in answer) return json(answer);
  if (saysNothing(answer, request)) return { serverMs: answer.serverMs };
  const { answer: left, echo } = takeOutEcho(answer, request, declarations);
  return { bytes: packAnswer(left, request, echo) };
}

/**
 * The phone's half: null for what our side never said, whoever did.
 *
 * @throws ForeignAnswer for an answer to another request
 */
export async function readAnswer(
  store: PhoneStore,
  request: SyncRequest,
  letter: Letter,
): Promise<SyncAnswer | ForkAnswer | null> {
  if ('text' in letter) {
    const body = parsed(letter.text);
    return isFork(body) || isAnswer(body, declarations) ? body : null;
  }
  try {
    const heard = await receiveAnswer(store, declarations, request, letter);
    if (isAnswer(heard, declarations)) return heard;
  } catch (failure) {
    if (!isUnread(failure)) throw failure;
  }
  // What it remembers of its standing may be what could not be read: the next answer is to say it all.
  await store.write(async (tx) => {
    const { heard, ...rest } = await tx.state();
    if (heard) await tx.saveState(rest);
  });
  return null;
}

/** The beginning of it; null where nothing arrives without all of it (an answer that is only a head). */
export function cutShort(letter: Letter, at: number): Letter | null {
  if ('text' in letter) return { text: letter.text.slice(0, at % letter.text.length) };
  if (!('bytes' in letter)) return null;
  return { bytes: letter.bytes.slice(0, at % letter.bytes.length) };
}

export const lengthOf = (letter: Letter): number =>
  'text' in letter ? letter.text.length : 'bytes' in letter ? letter.bytes.length : 0;

/** A page of somebody else in the place of an answer. */
export function pageOf(words: string, compact: boolean): Letter {
  return compact ? { bytes: new TextEncoder().encode(words) } : { text: words };
}

const isUnread = (failure: unknown): boolean =>
  failure instanceof NotCompact || failure instanceof TypeError || failure instanceof RangeError;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
