package loteria.supervisor.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.Winner;
import loteria.ipc.row.AgencyId;
import loteria.supervisor.draw.WinnersFile.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WinnersFileTest {
  private static final long SEED = 20_261_126;
  private static final List<Winner> IN_FILE_ORDER =
      List.of(new Winner(2, "30"), new Winner(1, "20"), new Winner(10, "5"), new Winner(2, "10"));
  private static final String TEXT = "1,20\r\n2,30\r\n2,10\r\n10,5\r\n";

  @TempDir private Path folder;

  @Test
  void winnersAreByAgencyAndThenInTheOrderTheyWereStored() throws IOException {
    var file = new WinnersFile(folder, FileAccess.OWNER);
    assertFalse(file.exists());
    Content content = write(IN_FILE_ORDER);
    assertTrue(file.exists());
    assertEquals(TEXT, Files.readString(path()));
    assertEquals(1, content.counts().of(1));
    assertEquals(2, content.counts().of(2));
    assertEquals(0, content.counts().of(3));
    assertEquals(1, content.counts().of(10));
    assertEquals(0, content.counts().of(11));
    assertEquals(4, content.counts().all());
    assertEquals(MadeUpDraw.of(7574, IN_FILE_ORDER).draw(), content.draw());
  }

  /** Few agencies with many winners, many with few, and more agencies than there is memory for. */
  @Test
  void itIsTheSameForFewAndForManyAgencies() throws IOException {
    for (int agencies : List.of(1, 7, 5_000, AgencyId.MAX)) {
      var random = new Random(SEED);
      List<Winner> winners = new ArrayList<>();
      for (int i = 0; i < 200_000; i++) {
        winners.add(new Winner(1 + random.nextInt(agencies), "D" + random.nextInt(1_000_000_000)));
      }
      MadeUpDraw expected = MadeUpDraw.of(7574, winners);
      assertEquals(expected.draw(), write(winners).draw(), agencies + " agencies, seed " + SEED);
      assertEquals(expected.text(), Files.readString(path()));
    }
  }

  @Test
  void winnersOfARangeAreForgottenWhenItIsScannedAgain() throws IOException {
    var file = new WinnersFile(folder, FileAccess.OWNER);
    try (FoundWinners found = file.found(2)) {
      found.add(1, List.of(new Winner(1, "wrong")));
      found.add(0, IN_FILE_ORDER.subList(0, 1));
      found.add(0, IN_FILE_ORDER.subList(1, 2));
      found.forget(1);
      found.add(1, IN_FILE_ORDER.subList(2, 4));
      file.write(found, 7574);
    }
    file.publish();
    assertEquals(TEXT, Files.readString(path()));
  }

  @Test
  void failureToKeepWinnersIsThrown() throws IOException {
    FoundWinners found = new WinnersFile(folder, FileAccess.OWNER).found(1);
    found.check();
    found.close();
    found.add(0, IN_FILE_ORDER);
    assertThrows(IOException.class, found::check);
  }

  @Test
  void writtenWinnersAreReadBack() throws IOException {
    for (List<Winner> winners : List.of(IN_FILE_ORDER, List.<Winner>of())) {
      DrawRecord draw = write(winners).draw();
      assertEquals(draw, new WinnersFile(folder, FileAccess.OWNER).read(7574).draw());
      assertEquals(
          winners.size(), new WinnersFile(folder, FileAccess.OWNER).read(7574).counts().all());
    }
  }

  @Test
  void onlyTheFileIsLeft() throws IOException {
    Files.writeString(folder.resolve("winners.csv.new"), "left by a crash, and longer than that");
    Files.writeString(folder.resolve("winners.csv.found"), "left too");
    write(IN_FILE_ORDER);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(path()), files.toList());
    }
    assertEquals(TEXT, Files.readString(path()));
  }

  @Test
  void fileThatWasChangedIsNotTheLedgers() throws IOException {
    DrawRecord draw = write(IN_FILE_ORDER).draw();
    for (String other : List.of(TEXT.replace("20", "21"), "1,20\r\n", TEXT + "3,1\r\n")) {
      Files.writeString(path(), other);
      assertNotEquals(draw, new WinnersFile(folder, FileAccess.OWNER).read(7574).draw(), other);
    }
  }

  @Test
  void malformedFileIsReported() throws IOException {
    List<String> others =
        List.of(
            "x,1\r\n",
            "1\r\n",
            ",1\r\n",
            "0,1\r\n",
            "1,\r\n",
            "\r\n",
            "99999999999,1\r\n",
            "1,123456789012345678901\r\n",
            "1".repeat(100_000) + "\r\n",
            TEXT.replace("\r\n", "\n"),
            TEXT + "3,1");
    for (String other : others) {
      Files.writeString(path(), other);
      assertThrows(
          IOException.class, () -> new WinnersFile(folder, FileAccess.OWNER).read(7574), other);
    }
    Files.write(path(), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    assertThrows(IOException.class, () -> new WinnersFile(folder, FileAccess.OWNER).read(7574));
  }

  private Content write(List<Winner> winners) throws IOException {
    var file = new WinnersFile(folder, FileAccess.OWNER);
    try (FoundWinners found = file.found(1)) {
      for (int from = 0; from < winners.size(); from += 1000) {
        found.add(0, winners.subList(from, Math.min(from + 1000, winners.size())));
      }
      found.check();
      Content content = file.write(found, 7574);
      file.publish();
      return content;
    }
  }

  private Path path() {
    return folder.resolve("winners.csv");
  }
}
