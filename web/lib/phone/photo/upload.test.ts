import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhotoKind } from '../db/person-db';
import { NOW, PhoneInABox } from '../testing/phone-in-a-box';
import { keepShrunk, sweepPhotos } from './keep';
import type { FileSent, FileToSend } from './tus-send';
import { photosToSend, retryPhoto, sendAgain, sendPhotos } from './upload';

const buffer = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const DAY_MS = 86_400_000;

let phone: PhoneInABox;
let sent: { hash: string; kind: PhotoKind; url: string | undefined }[];
let answers: FileSent[];
let accepted: number[];
let nowMs: number;

beforeEach(async () => {
  phone = await PhoneInABox.open();
  sent = [];
  answers = [];
  accepted = [];
  nowMs = NOW;
});
afterEach(() => phone.close());

async function photo(hash: string, takenMs = NOW, isNamed = true) {
  const bytes = { full: buffer('full'), preview: buffer('preview'), thumb: buffer('t') };
  await keepShrunk(
    phone.db,
    { hash, width: 10, height: 10, placeholder: '', type: 'image/webp', ...bytes },
    takenMs,
    () => Promise.resolve(0),
  );
  if (isNamed) await named(hash);
}
/** The record of the picture has arrived at the server and come back. */
async function named(hash: string) {
  const base = { values: { hash } as never, versions: {} };
  await phone.db.rows.put({
    name: `photo/${hash}`,
    noun: 'photo',
    id: hash,
    scopes: [],
    base,
    position: 1,
    view: base,
    waiting: 0,
  });
}
const run = (stop = new AbortController().signal, onSent: () => void = () => undefined) =>
  sendPhotos(
    {
      db: phone.db,
      nowMs: () => nowMs,
      random: () => 0.5,
      authorization: () => Promise.resolve('Device d.s'),
      send: (file: FileToSend) => {
        sent.push({ hash: file.hash, kind: file.kind, url: file.uploadUrl });
        file.onUrl(`/upload/${file.hash}.${file.kind}`);
        file.onAccepted(accepted.shift() ?? 0);
        return Promise.resolve(answers.shift() ?? { kind: 'done' });
      },
      onCarried: () => undefined,
    },
    stop,
    onSent,
  );
const said = () => sent.map(({ hash, kind }) => `${hash} ${kind}`);
const answer = (status: number, code = ''): FileSent => ({
  kind: 'answer',
  status,
  code,
  retryAfterMs: 0,
});
const held = (hash: string) => phone.db.photos.get(hash);

describe('pictures follow their records', () => {
  it('previews of all before the full picture of any, each told once it is whole', async () => {
    await photo('a', NOW - 2);
    await photo('b', NOW - 1);
    let whole = 0;
    expect(await run(undefined, () => (whole += 1))).toBe('done');
    expect(said()).toEqual(['a preview', 'b preview', 'a full', 'b full']);
    expect(whole).toBe(2);
    expect(await photosToSend(phone.db)).toEqual([]);
  });

  it('waits until the server knows what the picture belongs to', async () => {
    await photo('a', NOW, false);
    expect(await run()).toBe('done');
    expect(sent).toEqual([]);
    await named('a');
    await run();
    expect(said()).toEqual(['a preview', 'a full']);
  });

  it('goes on where it was cut', async () => {
    await photo('a');
    answers = [{ kind: 'done' }, { kind: 'no-signal' }];
    expect(await run()).toBe('no-signal');
    await expect.poll(async () => (await held('a'))?.uploadUrls.full).toBe('/upload/a.full');
    expect(await run()).toBe('done');
    expect(sent.at(-1)).toEqual({ hash: 'a', kind: 'full', url: '/upload/a.full' });
    expect(said()).toEqual(['a preview', 'a full', 'a full']);
  });

  it('stops at once where the other side is in trouble, and after two that are told no', async () => {
    for (const hash of ['a', 'b', 'c', 'd']) await photo(hash);
    answers = [answer(503, 'busy')];
    expect(await run()).toBe('busy');
    expect(sent).toHaveLength(1);
    answers = [answer(403, 'x'), answer(401, 'x')];
    expect(await run()).toBe('busy');
    expect(sent).toHaveLength(3);
    expect(new Set(said()).size).toBe(3);
    nowMs += 10_000;
    expect(await run()).toBe('done');
  });

  it('goes on to the full picture where the preview is not taken from this phone', async () => {
    await photo('a');
    answers = [answer(403, 'photo.not_named')];
    expect(await run()).toBe('done');
    expect(said()).toEqual(['a preview', 'a full']);
  });

  it('does not blame a picture for a session that has ended', async () => {
    await photo('a');
    for (let tries = 0; tries < 15; tries += 1) {
      answers = [answer(401, 'session.expired')];
      expect(await run()).toBe('signed-out');
    }
    expect(await held('a')).toMatchObject({ failures: 0, refused: '' });
    expect(await run()).toBe('done');
    expect(await photosToSend(phone.db)).toEqual([]);
  });

  it('tells a link that cuts but carries from one that carries nothing', async () => {
    await photo('a');
    accepted = [9, 20, 20];
    answers = Array.from({ length: 3 }, () => ({ kind: 'no-signal' }));
    expect(await run()).toBe('cut');
    expect(await run()).toBe('cut');
    expect(await run()).toBe('no-signal');
  });

  it('asks where it stands when a piece came twice, and begins nothing anew', async () => {
    await photo('b');
    accepted = [9, 9];
    answers = [answer(409, 'photo.wrong_offset'), answer(409, 'photo.wrong_offset')];
    expect(await run()).toBe('no-signal');
    expect(sent.at(-1)?.url).toBe('/upload/b.preview');
    expect(await run()).toBe('done');
    expect(sent.at(-1)?.kind).toBe('full');
  });

  it('steps aside at once when words want to travel', async () => {
    await photo('a');
    const stop = new AbortController();
    stop.abort();
    expect(await run(stop.signal)).toBe('stopped');
    expect(sent).toEqual([]);
  });

  it('counts as sent what the server has already', async () => {
    await photo('a');
    answers = [answer(409, 'photo.here_already'), answer(409, 'photo.here_already')];
    await run();
    expect((await held('a'))?.sent).toBe('full');
  });
});

describe('a picture that is not taken', () => {
  it('is not sent again when the server can never take it; the person may ask for it', async () => {
    await photo('a');
    answers = [answer(422, 'photo.unreadable')];
    await run();
    await run();
    expect(said()).toEqual(['a preview']);
    expect((await held('a'))?.refused).toBe('photo.unreadable');
    await retryPhoto(phone.db, 'a');
    await run();
    expect((await held('a'))?.sent).toBe('full');
  });

  it('begins anew when the server has forgotten the upload', async () => {
    await photo('a');
    answers = [answer(404)];
    await run();
    expect(said()).toEqual(['a preview', 'a preview', 'a full']);
  });

  it('waits longer after each refusal, holds up no other, and is a case for a person in the end', async () => {
    await photo('a', NOW - 1);
    await photo('b');
    const no = answer(403, 'photo.not_named');
    answers = [no, { kind: 'done' }, no];
    await run();
    expect((await held('b'))?.sent).toBe('full');
    expect((await held('a'))?.nextTryMs).toBeGreaterThan(NOW);
    for (let count = 0; count < 11; count += 1) {
      nowMs += DAY_MS;
      answers = [no];
      await run();
    }
    expect((await held('a'))?.refused).toBe('photo.not_named');
  });

  it('is sent again when the server misses it after all', async () => {
    await photo('a');
    await run();
    await sendAgain(phone.db, ['a', 'unknown']);
    await run();
    expect(said().filter((line) => line === 'a full')).toHaveLength(2);
  });

  it('is left alone once the person has let it go, however often the server misses it', async () => {
    await photo('a');
    await phone.db.photos.update('a', { sent: 'full', refused: '', givenUp: true });
    await sendAgain(phone.db, ['a']);
    expect((await held('a'))?.sent).toBe('full');
  });
});

describe('pictures of forms that were left', () => {
  it('go after a week, unless a record or a draft names them', async () => {
    await photo('left', NOW - 8 * DAY_MS, false);
    await photo('young', NOW - 2 * DAY_MS, false);
    await photo('drafted', NOW - 8 * DAY_MS, false);
    await photo('used', NOW - 8 * DAY_MS, true);
    await phone.db.drafts.put({
      key: 'listing.new',
      value: { photo: { hash: 'drafted' } },
      savedMs: NOW,
    });
    await sweepPhotos(phone.db, NOW);
    expect((await phone.db.photos.toArray()).map(({ hash }) => hash).sort()).toEqual([
      'drafted',
      'used',
      'young',
    ]);
    expect(await phone.db.photoBytes.count()).toBe(9);
  });
});
