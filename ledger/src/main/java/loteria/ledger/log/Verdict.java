package loteria.ledger.log;

import loteria.ipc.wire.ErrorCode;

/** What a record counts for behind those before it in the log. */
public sealed interface Verdict {
  /** It counts: everything that reads the log takes it in. */
  record Counts() implements Verdict {}

  /** It is a batch that is stored already, or one of the same id with other rows. */
  record Repeats() implements Verdict {}

  /**
   * It does not count, and never will.
   *
   * @param code why, to an agency
   * @param text why
   */
  record Fails(ErrorCode code, String text) implements Verdict {}
}
