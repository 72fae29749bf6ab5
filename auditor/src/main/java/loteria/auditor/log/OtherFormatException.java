package loteria.auditor.log;

import java.io.IOException;
import java.util.Locale;

/** The log has an entry or a record that this version of the format does not define. */
public final class OtherFormatException extends IOException {
  private static final long serialVersionUID = 1;

  OtherFormatException(long position, String what) {
    super(
        String.format(
            Locale.ROOT,
            "log segment %s, position %d: %s, written by another version: use the auditor of that"
                + " version",
            AuditedLog.segmentName(position),
            position,
            what));
  }
}
