/** The real server code over maps, at the other end of a wire that can be told to misbehave. */
import { createHash, createHmac } from 'node:crypto';
import { declarations } from '#domain/index';
import { readSyncRequest } from '#sync/server/read-request';
import { handleSync } from '#sync/server/sync';
import { MemoryServerStore } from '#sync/testing/memory-server-store';
import type { SyncRequest } from '#sync/wire';
import type { Answer, Ask } from '../air';
import { NOW, type PhoneInABox } from './phone-in-a-box';

export class FarEnd {
  readonly server = new MemoryServerStore();
  readonly requests: SyncRequest[] = [];
  next: ((request: SyncRequest) => Answer | null) | null = null;

  constructor(private readonly phone: PhoneInABox) {
    this.server.people.set(phone.personId, {
      facts: { hasAccount: true, rights: [] },
      name: 'Ratna',
    });
  }

  async ask(path: string, { body }: Ask = {}): Promise<Answer> {
    const request = body as SyncRequest;
    this.requests.push(request);
    const told = this.next?.(request);
    if (told) return told;
    const read = readSyncRequest(JSON.parse(JSON.stringify(body)));
    if ('code' in read) return refused(400, read.code);
    const { deviceId } = await this.phone.state();
    const caller = {
      deviceId,
      personId: this.phone.personId,
      revoked: false,
      session: 'live' as const,
    };
    const ports = {
      store: this.server,
      nowMs: () => NOW,
      seal: (text: string) => createHmac('sha256', 'test').update(text).digest('base64url'),
      sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
      onPoison: () => undefined,
    };
    const answer = await handleSync(read.request, caller, declarations, ports);
    if ('forked' in answer)
      return { kind: 'refused', status: 409, code: '', body: answer, retryAfterMs: 0 };
    return { kind: 'good', status: 200, body: answer, sentBytes: 900, tookMs: 300 };
  }

  async knows(deviceId: string): Promise<void> {
    await this.server.addDevice({
      id: deviceId,
      personId: this.phone.personId,
      epoch: 0,
      lastSeq: 0,
      lastOrder: '',
      revoked: false,
      entryCount: 0,
    });
  }
}

export const refused = (status: number, code: string, body: unknown = { code }): Answer => ({
  kind: 'refused',
  status,
  code,
  body,
  retryAfterMs: 0,
});
