package loteria.supervisor.season;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.supervisor.status.PastDraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class SeasonFileTest {
  private static final String NAMES = "draw,closes_at,bets,seal,number,winners\n";
  private static final String SEAL = "0a".repeat(32);
  private static final List<HeldDraw> DRAWS =
      List.of(
          new HeldDraw("first", null, new PastDraw("first", 78_697, SEAL, 7, 10)),
          new HeldDraw(
              "second",
              Instant.parse("2026-12-25T00:00:00Z"),
              new PastDraw("second", 0, null, 9999, 0)),
          new HeldDraw("third", Instant.parse("2026-12-25T00:00:00.5Z"), null));

  @TempDir private Path data;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SeasonFile.of(data, "first").write(DRAWS, FileAccess.OWNER);
    assertEquals(
        NAMES
            + "first,,78697,"
            + SEAL
            + ",0007,10\n"
            + "second,2026-12-25T00:00:00Z,0,,9999,0\n"
            + "third,2026-12-25T00:00:00.500Z,,,,\n",
        Files.readString(data.resolve("first+draws.csv")));
    assertEquals(DRAWS, SeasonFile.of(data, "first").draws());
  }

  @Test
  void seasonIsFoundByAnyOfItsDraws() throws IOException {
    SeasonFile.of(data, "first").write(DRAWS, FileAccess.OWNER);
    for (String draw : List.of("first", "second", "third")) {
      assertEquals("first", SeasonFile.of(data, draw).first());
      assertEquals(DRAWS, SeasonFile.of(data, draw).draws());
    }
    assertEquals("fourth", SeasonFile.of(data, "fourth").first());
    assertEquals(List.of(), SeasonFile.of(data, "fourth").draws());
    assertEquals(List.of(), SeasonFile.of(data.resolve("none"), "first").draws());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        NAMES,
        "draw\nfirst,,,,,\n",
        NAMES + "first,,1,,7\nsecond,,,,,\n",
        NAMES + "../first,,1,,7,0\nsecond,,,,,\n",
        NAMES + "first,soon,1,,7,0\nsecond,,,,,\n",
        NAMES + "first,,many,,7,0\nsecond,,,,,\n",
        NAMES + "first,,1,abc,7,0\nsecond,,,,,\n",
        NAMES + "first,,,,,\nsecond,,,,,\n",
        NAMES + "first,,1,,7,0\n",
        NAMES + "first,,1,,7,0\nsecond,,,,,",
        NAMES + "first,,1,,7,0\nsécond,,,,,\n",
      })
  void malformedFileIsNamed(String text) throws IOException {
    Path file = Files.writeString(data.resolve("first+draws.csv"), text);
    var refused =
        assertThrows(DamagedListException.class, () -> SeasonFile.of(data, "first").draws());
    assertTrue(String.valueOf(refused.getMessage()).startsWith(file.toString()), text);
  }
}
