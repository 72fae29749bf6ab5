package loteria.ledger.file;

/**
 * What a process has had to do with the lock, all together.
 *
 * @param waitNanos how long it has waited for it
 * @param heldNanos how long it has held it
 */
public record LockTimes(long waitNanos, long heldNanos) {
  /** Of a process that never took it. */
  public static final LockTimes NONE = new LockTimes(0, 0);
}
