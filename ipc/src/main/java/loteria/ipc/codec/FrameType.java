package loteria.ipc.codec;

import java.util.Locale;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.WireException;

/** The types of native frames. */
final class FrameType {
  static final int HELLO = 0x01;
  static final int BATCH = 0x02;
  static final int FINISH = 0x03;
  static final int RESULTS = 0x04;
  static final int PING = 0x05;
  static final int SEAL = 0x06;

  static final int READY = 0x10;
  static final int HEARTBEAT = 0x11;
  static final int AGENCY_FINISHED = 0x12;
  static final int SCAN = 0x13;
  static final int SCANNED = 0x14;
  static final int DRAWN = 0x15;
  static final int DRAIN = 0x16;
  static final int RECORD_DRAW = 0x17;
  static final int DRAW_RECORDED = 0x18;
  static final int REPORT = 0x19;
  static final int CLOSE_AGENCY = 0x1a;
  static final int FLUSH_LINES = 0x1b;
  static final int LINES_FLUSHED = 0x1c;
  static final int AGENCIES_CLOSED = 0x1d;
  static final int FOLLOWED = 0x1e;
  static final int DRAW_FOUND = 0x1f;
  static final int ADVANCE = 0x20;
  static final int STAGE_REACHED = 0x21;
  static final int SCAN_DIGESTS = 0x22;
  static final int DIGESTS_SCANNED = 0x23;

  static final int WELCOME = 0x81;
  static final int ACK = 0x82;
  static final int REFUSED = 0x83;
  static final int FINISHED = 0x84;
  static final int WINNERS = 0x85;
  static final int PENDING = 0x86;
  static final int PONG = 0x87;
  static final int WINNERS_PART = 0x88;
  static final int SEALED = 0x89;
  static final int ERROR = 0xff;

  private FrameType() {}

  /** The exception for a message that has no frame: a defect of this program. */
  static IllegalStateException unwritten(Object message) {
    return new IllegalStateException("no frame for " + message.getClass().getSimpleName());
  }

  static WireException unknown(int type) {
    return new WireException(
        ErrorCode.MALFORMED, String.format(Locale.ROOT, "no message has type 0x%02x", type));
  }
}
