package loteria.ipc.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialectTest {
  private static final Dialect.Guess TOO_SHORT = new Dialect.Guess.TooShort();
  private static final Dialect.Guess UNKNOWN = new Dialect.Guess.Unknown();

  @Test
  void firstBytesChooseTheDialect() {
    assertChosen(Dialect.NATIVE, "LN");
    assertChosen(Dialect.TEXT, "BET");
    assertChosen(Dialect.TEXT, "FIN");
    assertChosen(Dialect.PING, "PING");
  }

  @Test
  void unknownFirstByteIsRefusedImmediately() {
    for (String bytes :
        List.of(
            "G", "GET / HTTP/1.1", "LM", "\0", "\u00ff\u00fe", "ln", "bet", "BEX", "PIN ", "\n")) {
      assertEquals(UNKNOWN, guess(bytes), bytes);
    }
  }

  /** The verdict does not depend on how few bytes a read brings. */
  private static void assertChosen(Dialect dialect, String opening) {
    for (int arrived = 0; arrived < opening.length(); arrived++) {
      assertEquals(TOO_SHORT, guess(opening.substring(0, arrived)), opening);
    }
    assertEquals(new Dialect.Guess.Known(dialect), guess(opening), opening);
    assertEquals(new Dialect.Guess.Known(dialect), guess(opening + "\0\u00ff"), opening);
  }

  private static Dialect.Guess guess(String bytes) {
    return Dialect.guess(ByteBuffer.allocate(64).put(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
