package loteria.ipc.runtime;

/** A process's exit code. Scripts rely on the numbers, so they never change. */
public enum ExitCode {
  OK(0, "success"),
  FAILED(1, "unexpected failure"),
  USAGE(2, "bad configuration"),
  /**
   * For a server process; also what the JVM itself exits with under {@code
   * -XX:+ExitOnOutOfMemoryError}. For an agency 3 is {@link #ROWS_REFUSED}: it exits with FAILED.
   */
  OUT_OF_MEMORY(3, "out of memory"),
  /** For an agency. */
  ROWS_REFUSED(3, "rows were refused"),
  GAVE_UP(4, "gave up waiting for the server"),
  SERVER_REFUSED(5, "the server refused the agency"),
  SUPERSEDED(6, "another program sends for the agency"),
  TOO_LATE(7, "bets came too late"),
  DISK_FAILED(10, "the disk failed"),
  NO_WORKERS(11, "no worker is left"),
  DATA_IN_USE(12, "the data directory is in use"),
  LEDGER_DAMAGED(13, "the ledger is damaged"),
  CANNOT_LISTEN(14, "the port cannot be listened on"),
  ORPHANED(15, "the supervisor is gone"),
  MOVED(16, "the draw is served elsewhere, or an import of it has not ended");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** The meaning in words. */
  public String meaning() {
    return meaning;
  }

  /** An exit code of a child, in words: ours, the JVM's, or a signal's. */
  public static String describe(int code) {
    for (ExitCode known : values()) {
      if (known.code == code) {
        return known.meaning;
      }
    }
    return switch (code) {
      case 134 -> "aborted (SIGABRT)";
      case 137 -> "killed (SIGKILL)";
      case 139 -> "crashed (SIGSEGV)";
      case 143 -> "terminated (SIGTERM)";
      default -> code > 128 ? "signal " + (code - 128) : "exit code " + code;
    };
  }
}
