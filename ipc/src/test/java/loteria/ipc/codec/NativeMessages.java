package loteria.ipc.codec;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.row.BadRow;

/** The messages in the transcripts of the native dialect, as values. */
final class NativeMessages {
  private static final String ROWS =
      "5,José,Prez,30,1999-03-17,2201\r\n5,\"A, B\",C,30904465,2000-02-29,7574\r\n";

  private static final long DIGEST = 0xe3069283_cbf43926L;

  /** SHA-256 of "abc". */
  private static final String SEAL =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private NativeMessages() {}

  static Map<String, Request> requests() {
    Map<String, Request> requests = new LinkedHashMap<>();
    requests.put("hello", new Request.Hello(5, "navidad"));
    requests.put("hello to the current draw", new Request.Hello(999_999, ""));
    requests.put("batch", new Request.Batch(7, 2, Frames.utf8(ROWS)));
    requests.put(
        "batch of the highest id, empty", new Request.Batch(Long.MAX_VALUE, 0, Bytes.NONE));
    requests.put("finish", new Request.Finish(1_000, 78_698, DIGEST));
    requests.put("results now", new Request.Results(false));
    requests.put("results once drawn", new Request.Results(true));
    requests.put("seal", new Request.Seal());
    requests.put("ping of nothing", new Request.Ping(Bytes.NONE));
    requests.put("ping of the check string", new Request.Ping(Frames.utf8("123456789")));
    requests.put("ping of 32 zeros", new Request.Ping(Frames.utf8("\0".repeat(32))));
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    requests.put("ping of 32 ones", new Request.Ping(Bytes.of(ones)));
    return requests;
  }

  static Map<String, Reply> replies() {
    int limit = Limits.REQUEST_BYTES_MAX;
    Map<String, Reply> replies = new LinkedHashMap<>();
    replies.put("welcome, open", new Reply.Welcome(0, 0, Reply.State.OPEN, limit, 0));
    replies.put(
        "welcome, finished", new Reply.Welcome(1_000, 78_698, Reply.State.FINISHED, limit, DIGEST));
    replies.put("welcome, drawn", new Reply.Welcome(1, 2, Reply.State.DRAWN, limit, -1));
    replies.put("welcome, closed", new Reply.Welcome(7, 140, Reply.State.CLOSED, limit, DIGEST));
    replies.put("ack", new Reply.Ack(4_294_967_296L, 100));
    replies.put(
        "refused",
        new Reply.Refused(7, List.of(new BadRow(0, "no number!"), new BadRow(99, "too ña ña"))));
    replies.put("refused for following a refused one", new Reply.Refused(8, List.of()));
    replies.put("finished", new Reply.Finished(4));
    replies.put("winners", new Reply.Winners(List.of("30904465", "AB12345")));
    replies.put("some of the winners", new Reply.WinnersPart(3, List.of("30904465", "AB12345")));
    replies.put("no winners", new Reply.Winners(List.of()));
    replies.put("pending", new Reply.Pending(2, 5));
    replies.put("sealed", new Reply.Sealed(Bytes.of(HexFormat.of().parseHex(SEAL))));
    replies.put("pong", new Reply.Pong(Frames.utf8("123456789")));
    replies.put("error", new Reply.Failure(ErrorCode.OUT_OF_ORDER, 0, "batch 9 is no 8"));
    replies.put("error, try again", new Reply.Failure(ErrorCode.UNAVAILABLE, 1_500, "bary"));
    replies.put("error, closed", new Reply.Failure(ErrorCode.CLOSED, "sealed " + SEAL));
    return replies;
  }
}
