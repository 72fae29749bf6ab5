package loteria.auditor.log;

import java.io.IOException;
import java.util.Locale;

/** The log is damaged at a position: nothing behind it can be read. */
public final class BrokenLogException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenLogException(long position, String why) {
    super(
        String.format(
            Locale.ROOT,
            "log segment %s, position %d: %s",
            AuditedLog.segmentName(position),
            position,
            why));
  }

  BrokenLogException(String why) {
    super(why);
  }
}
