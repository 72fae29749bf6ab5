package loteria.ipc.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StoredBetTest {
  @Test
  void aLineIsReadAsItWasWritten() {
    String before =
        new String(
            StoredBet.beforeRow(1_732_900_000_123L, StoredBet.Outcome.DID_NOT_WIN),
            StandardCharsets.US_ASCII);
    assertEquals(
        new StoredBet(
            Instant.parse("2024-11-29T17:06:40.123Z"),
            StoredBet.Outcome.DID_NOT_WIN,
            12,
            "Juan \"Tito\"",
            "Pérez, hijo",
            "A1",
            "1990-05-17",
            "0007"),
        StoredBet.read(before + "12,\"Juan \"\"Tito\"\"\",\"Pérez, hijo\",A1,1990-05-17,0007"));
  }

  @Test
  void aMalformedLineIsNotRepeated() {
    for (String line :
        List.of(
            "",
            "1",
            "1 WON",
            "1 WON 1,A,B,secret,1990-05-17",
            "1 WON x,A,B,secret,1990-05-17,7",
            "1 secret 1,A,B,C,1990-05-17,7",
            "secret WON 1,A,B,C,1990-05-17,7")) {
      var refused = assertThrows(IllegalArgumentException.class, () -> StoredBet.read(line), line);
      assertEquals("the line of a bet is malformed", refused.getMessage());
    }
    assertFalse(StoredBet.read("1 WON 1,A,B,secret,1990-05-17,7").toString().contains("secret"));
  }
}
