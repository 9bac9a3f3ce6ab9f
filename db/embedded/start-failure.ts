/**
 * Something the person who starts Jukung has to hear in plain words: a stranger on the port, a folder
 * that belongs to someone else. Scripts print the message alone; any other error is our own mistake
 * and keeps its stack.
 */
export class StartFailure extends Error {
  override name = 'StartFailure';
}
