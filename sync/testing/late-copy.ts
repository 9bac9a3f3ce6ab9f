/**
 * A map in the middle of a transaction: everybody else goes on reading it as it was. It is copied when
 * the transaction first changes it; most never do.
 */
export class LateCopy<V> {
  private own: Map<string, V> | null = null;

  constructor(private readonly shared: ReadonlyMap<string, V>) {}

  /** As this transaction sees it; as everybody sees it once the transaction stands. */
  get now(): ReadonlyMap<string, V> {
    return this.own ?? this.shared;
  }

  /** The transaction's own, to be changed. */
  get mine(): Map<string, V> {
    this.own ??= new Map(this.shared);
    return this.own;
  }
}
