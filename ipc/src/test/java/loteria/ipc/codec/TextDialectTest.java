package loteria.ipc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Limits;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import loteria.ipc.message.WireException;
import loteria.ipc.row.AgencyId;
import loteria.ipc.row.BadRow;
import loteria.ipc.row.RowCheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class TextDialectTest {
  private static final AgencyId AGENCY = new AgencyId(5);

  @Test
  void requestsAreTheirBytes() throws WireException {
    assertEquals(
        bet(7, 2, "5,Juan,Perez,30,1999-03-17,7\r\n5,A,B,1,2000-02-29,8\r\n"), golden("bet"));
    assertEquals(
        bet(1, 1, "5,\"a\"\"b\",O,1,1999-03-17,7\r\n"), golden("bet with what rows must quote"));
    assertEquals(new TextDialect.Fin(AGENCY), golden("fin"));
    assertEquals(3, Golden.TEXT_REQUESTS.messages().size());
  }

  @Test
  void repliesAreTheirBytes() {
    assertReply("ack", 5, new Reply.Ack(7, 2));
    assertReply("ack of large numbers", 999_999, new Reply.Ack(99_999_999, 1));
    assertReply("winners", 5, new Reply.Winners(List.of("30904465", "AB12345")));
    assertReply("no winners", 5, new Reply.Winners(List.of()));
    assertReply("error", 0, new Reply.Failure(ErrorCode.UNAVAILABLE, 100, "no lugar ñ"));
    assertReply(
        "refused", 5, new Reply.Refused(7, List.of(new BadRow(0, "no"), new BadRow(99, "maybe"))));
    assertReply("closed", 5, new Reply.Failure(ErrorCode.CLOSED, "too late"));
    assertEquals(7, Golden.TEXT_REPLIES.messages().size());
  }

  @Test
  void replyWithoutAWordIsNotSent() {
    assertThrows(
        IllegalArgumentException.class, () -> TextDialect.encode(1, new Reply.Pending(1, 5)));
  }

  @Test
  void finMayFollowTheLineFeedOfTheOneBefore() throws WireException {
    assertEquals(new TextDialect.Fin(AGENCY), message("\nFIN%20d".formatted(5)));
    assertEquals(bet(1, 1, "5,A\r\n"), message("\nBET00000006000100000001;5,1,A\n"));
  }

  @Test
  void malformedMessageIsRefusedWithItsReason() {
    assertRefused(ErrorCode.MALFORMED, "BET00000006000100000001,5,1,A\n");
    assertRefused(ErrorCode.MALFORMED, "BET00000006000100000001;5,1,A;");
    assertRefused(ErrorCode.MALFORMED, "BET00000000000100000001;");
    assertRefused(ErrorCode.MALFORMED, "BET00000006   100000001;5,1,A\n");
    assertRefused(ErrorCode.MALFORMED, "BET00000006000100000-01;5,1,A\n");
    assertRefused(ErrorCode.MALFORMED, "BET00000006000100000001;x,1,A\n");
    assertRefused(ErrorCode.UNKNOWN_AGENCY, "BET00000006000100000001;0,1,A\n");
    assertRefused(ErrorCode.UNKNOWN_AGENCY, "BET00000006000100000001;,1,A,\n");
    assertRefused(ErrorCode.UNKNOWN_AGENCY, "BET00000001000100000001;\n");
    assertRefused(ErrorCode.UNKNOWN_AGENCY, "BET00000010000100000001;1000000,1\n");
    assertRefused(ErrorCode.UNKNOWN_AGENCY, "FIN%20d".formatted(0));
    assertRefused(ErrorCode.MALFORMED, "FIN" + " ".repeat(20));
    assertRefused(ErrorCode.MALFORMED, "FIN%20s".formatted("-1"));
    assertRefused(ErrorCode.MALFORMED, "FIN%20s".formatted("1 2"));
    assertRefused(ErrorCode.MALFORMED, "FIN%-20d".formatted(1));
    assertRefused(ErrorCode.MALFORMED, "FIN" + "\t".repeat(19) + "1");
    assertRefused(ErrorCode.MALFORMED, "FIN%20d".formatted(1_000_000));
  }

  @Test
  void payloadOverTheLimitIsTooLarge() throws WireException {
    assertEquals(24 + (1 << 20), length("BET01048576"));
    assertEquals(ErrorCode.TOO_LARGE, refusal(() -> length("BET01048577")));
    assertEquals(ErrorCode.TOO_LARGE, refusal(() -> length("BET99999999")));
    assertEquals(ErrorCode.MALFORMED, refusal(() -> length("BET-0000001")));
    assertEquals(ErrorCode.MALFORMED, refusal(() -> length("BOT00000001")));
  }

  /** A bad bet must become a row that is bad for the same reason. */
  @Test
  void badBetBecomesABadRow() throws WireException {
    for (String bad :
        List.of("5", "5,1", "5,1,A", "5,1,A,B,1,1999-03-17", "5,1,A,B,1,1999-03-17,7,8", "")) {
      assertNotNull(reason("5,1,A,B,1,1999-03-17,7;" + bad, 1), bad);
    }
    assertEquals("agency is not the session's", reason("5,1,A,B,1,1999-03-17,7;6,1,A,B,1,1,1", 1));
    assertNull(reason("5,1,\"A\"\"\",B,1,1999-03-17,7", 0));
  }

  /** Bytes that are not UTF-8 must not be stored as different bytes that are. */
  @Test
  void notUtf8StaysNotUtf8WhereRowsMustQuote() throws WireException {
    assertEquals("first name is not UTF-8", reason("5,1,A\u0080,B,1,1999-03-17,7", 0));
    assertNotNull(reason("5,1,A\"\u0080,B,1,1999-03-17,7", 0));
    assertNotNull(reason("5,1,\"\"\"\u0080\",B,1,1999-03-17,7", 0));
  }

  /** Why one of the bets of a payload, given in ISO 8859-1, is bad. */
  private static @Nullable String reason(String bets, int row) throws WireException {
    byte[] payload = (bets + "\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] header =
        "BET%08d000100000001;".formatted(payload.length).getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = ByteBuffer.allocate(2048).put(header).put(payload).array();
    var message = TextDialect.message(Bytes.of(bytes, 0, header.length + payload.length));
    Bytes rows = ((TextDialect.Bet) message).batch().content();
    return RowCheck.of(AGENCY, LocalDate.of(2026, 11, 20))
        .check(rows.array(), rows.from(), rows.to())
        .bad()
        .stream()
        .filter(bad -> bad.row() == row)
        .map(BadRow::reason)
        .findFirst()
        .orElse(null);
  }

  private static TextDialect.Message golden(String name) throws WireException {
    return TextDialect.message(Bytes.of(Golden.TEXT_REQUESTS.bytes(name)));
  }

  private static TextDialect.Bet bet(long id, int bets, String rows) {
    return new TextDialect.Bet(AGENCY, new Request.Batch(id, bets, Frames.utf8(rows)));
  }

  private static void assertReply(String name, int agency, Reply reply) {
    assertEquals(
        Frames.hex(Golden.TEXT_REPLIES.bytes(name)),
        Frames.hex(TextDialect.encode(agency, reply)),
        name);
  }

  private static void assertRefused(ErrorCode code, String message) {
    assertEquals(code, refusal(() -> message(message)), message);
  }

  private static ErrorCode refusal(Executable decoding) {
    return assertThrows(WireException.class, decoding).code();
  }

  private static TextDialect.Message message(String text) throws WireException {
    return TextDialect.message(Frames.utf8(text));
  }

  private static int length(String header) throws WireException {
    return TextDialect.length(
        ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)), 0, Limits.REQUEST_BYTES_MAX);
  }
}
