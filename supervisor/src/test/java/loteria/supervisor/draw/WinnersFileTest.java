package loteria.supervisor.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import loteria.ipc.wire.Coordination.DrawRecord;
import loteria.ipc.wire.Coordination.Winner;
import loteria.supervisor.draw.WinnersFile.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class WinnersFileTest {
  private static final List<Winner> IN_FILE_ORDER =
      List.of(new Winner(2, "30"), new Winner(1, "20"), new Winner(10, "5"), new Winner(2, "10"));
  private static final String TEXT = "1,20\r\n2,30\r\n2,10\r\n10,5\r\n";

  @TempDir private Path folder;

  @Test
  void winnersAreByAgencyAndThenInTheOrderTheyWereStored() throws IOException {
    Content content = WinnersFile.contentOf(7574, IN_FILE_ORDER);
    var file = new WinnersFile(folder);
    assertFalse(file.exists());
    file.write(content);
    assertTrue(file.exists());
    assertEquals(TEXT, Files.readString(path()));
    assertEquals(
        Map.of(1, List.of("20"), 2, List.of("30", "10"), 10, List.of("5")), content.winners());
    assertEquals(new DrawRecord(7574, 4, crcOf(TEXT)), content.draw());
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    for (List<Winner> winners : List.of(IN_FILE_ORDER, List.<Winner>of())) {
      Content content = WinnersFile.contentOf(7574, winners);
      new WinnersFile(folder).write(content);
      assertEquals(content, new WinnersFile(folder).read(7574));
    }
  }

  @Test
  void onlyTheFileIsLeft() throws IOException {
    Files.writeString(folder.resolve("winners.csv.new"), "left by a crash, and longer than that");
    new WinnersFile(folder).write(WinnersFile.contentOf(1, IN_FILE_ORDER));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path()), files.toList());
    }
    assertEquals(TEXT, Files.readString(path()));
  }

  @Test
  void fileThatWasChangedIsNotTheJournals() throws IOException {
    Content content = WinnersFile.contentOf(7574, IN_FILE_ORDER);
    for (String other :
        List.of(TEXT.replace("20", "21"), TEXT.replace("\r\n", "\n"), "1,20\r\n", TEXT + "3,1")) {
      Files.writeString(path(), other);
      assertNotEquals(content.draw(), new WinnersFile(folder).read(7574).draw(), other);
    }
  }

  @Test
  void fileThatIsNoneIsSaidToBe() throws IOException {
    for (String other : List.of("x,1\r\n", "1\r\n", ",1\r\n", "\r\n", "99999999999,1\r\n")) {
      Files.writeString(path(), other);
      assertThrows(IOException.class, () -> new WinnersFile(folder).read(7574), other);
    }
    Files.write(path(), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    assertThrows(IOException.class, () -> new WinnersFile(folder).read(7574));
  }

  private Path path() {
    return folder.resolve("winners.csv");
  }

  private static int crcOf(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }
}
