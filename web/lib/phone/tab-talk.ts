/**
 * Tabs of one phone tell each other what only one of them knows. Where the browser has no channel, each
 * tab looks after itself: slower to notice, never wrong.
 */
export interface TabTalk<M> {
  /** Whether anybody could hear. */
  readonly isHeard: boolean;
  say(message: M): void;
  close(): void;
}

export function talkBetweenTabs<M>(name: string, hear: (message: M) => void): TabTalk<M> {
  if (typeof BroadcastChannel === 'undefined')
    return { isHeard: false, say: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<M>) => hear(event.data);
  return {
    isHeard: true,
    say: (message) => {
      try {
        channel.postMessage(message);
      } catch {
        // Closed while the page was frozen: the others will ask.
      }
    },
    close: () => channel.close(),
  };
}
