/** What counts as the engine proper when its bytes are weighed (sync-client-size.ts). */
export { receiveAnswer } from '#sync/compact/receive';
export { packRequest } from '#sync/compact/request';
export { FrameTaker } from '#sync/frame-taker';
export { prepare } from '#sync/phone/prepare';
export { isAnswer, isFork } from '#sync/phone/read-answer';
export { giveUp, settleFork } from '#sync/phone/repair';
export { settle } from '#sync/phone/settle';
export { tapIn } from '#sync/phone/tap';
