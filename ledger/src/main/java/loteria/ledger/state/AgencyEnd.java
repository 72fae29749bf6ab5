package loteria.ledger.state;

import org.jspecify.annotations.Nullable;

/** Whether more of an agency is taken. */
public enum AgencyEnd {
  /** More is taken. */
  OPEN(0),
  /** The agency has finished. */
  FINISHED(1),
  /** An operator has declared it finished. */
  CLOSED(2);

  private final int code;

  AgencyEnd(int code) {
    this.code = code;
  }

  /** The code in the log. */
  public int code() {
    return code;
  }

  /** The end that a code stands for; null for an unknown code. */
  public static @Nullable AgencyEnd of(int code) {
    return switch (code) {
      case 0 -> OPEN;
      case 1 -> FINISHED;
      case 2 -> CLOSED;
      default -> null;
    };
  }
}
