/**
 * For a while an app may be newer than the server it speaks to. It reads what a server answered to each version of
 * the wire, byte by byte as it was recorded (api/fixtures/README.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { declarations } from '#domain/index';
import { unpackAnswer } from '#sync/compact/answer';
import { unpackRequest } from '#sync/compact/request';
import { isAnswer } from '#sync/phone/read-answer';
import type { SyncRequest } from '#sync/wire';

const folder = fileURLToPath(new URL('../../../api/fixtures/wire/', import.meta.url));

interface Recorded {
  readonly deviceId: string;
  readonly exchanges: readonly {
    readonly headers: Readonly<Record<string, string>>;
    readonly sent: string;
    readonly got: string;
    readonly outcomes: readonly { readonly seq: number; readonly result: string }[];
  }[];
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describe.each(readdirSync(folder))('[S12] %s', (file) => {
  const { deviceId, exchanges } = JSON.parse(readFileSync(folder + file, 'utf8')) as Recorded;

  it('is read by the phone of today, with an answer for every entry', () => {
    expect(exchanges.length).toBeGreaterThan(0);
    for (const { headers, sent, got, outcomes } of exchanges) {
      const answer = headers['content-type']
        ? (JSON.parse(new TextDecoder().decode(bytesOf(got))) as unknown)
        : unpackAnswer(bytesOf(got), said(sent, deviceId), undefined).answer;
      expect(isAnswer(answer, declarations)).toBe(true);
      expect(answer).toMatchObject({ outcomes });
    }
  });
});

const said = (sent: string, deviceId: string): SyncRequest =>
  unpackRequest(bytesOf(sent), deviceId, declarations.wireWords) as SyncRequest;
