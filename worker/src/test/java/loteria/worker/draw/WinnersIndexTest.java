package loteria.worker.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import loteria.ipc.folder.FolderChangedException;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WinnersIndexTest {
  private static final long SEED = 20_261_125;

  @TempDir private Path folder;

  private final List<IOException> failures = new ArrayList<>();

  @Test
  void eachAgencyHasItsOwnInTheirOrder() throws IOException {
    Winners winners = open("1,20\r\n2,30\r\n2,10\r\n10,5\r\n");
    assertEquals(List.of("20"), List.copyOf(winners.of(1)));
    assertEquals(List.of("30", "10"), List.copyOf(winners.of(2)));
    assertEquals(List.of("5"), List.copyOf(winners.of(10)));
    assertEquals(List.of(), List.copyOf(winners.of(3)));
    var reading = winners.of(1).iterator();
    reading.next();
    assertThrows(NoSuchElementException.class, reading::next);
    assertEquals(List.of(), List.copyOf(open("").of(1)));
  }

  @Test
  void winnersOfManyAgenciesAreReadWhereverPartsEnd() throws IOException {
    var random = new Random(SEED);
    Map<Integer, List<String>> expected = new TreeMap<>();
    int agency = 0;
    for (int i = 0; i < 300; i++) {
      agency += 1 + random.nextInt(3_000);
      List<String> documents = new ArrayList<>();
      int count = i == 150 ? 60_000 : 1 + random.nextInt(500);
      for (int j = 0; j < count; j++) {
        documents.add("X".repeat(random.nextInt(20)) + random.nextInt(10));
      }
      expected.put(agency, documents);
    }
    var text = new StringBuilder();
    expected.forEach(
        (id, documents) ->
            documents.forEach(
                document -> text.append(id).append(',').append(document).append("\r\n")));
    Winners winners = open(text.toString());
    expected.forEach(
        (id, documents) -> {
          assertEquals(documents.size(), winners.of(id).size(), "seed " + SEED);
          assertEquals(documents, List.copyOf(winners.of(id)), "seed " + SEED);
        });
  }

  /** The ledger vouches for one file; whatever else lies there is nobody's winners. */
  @Test
  void fileThatIsNotTheLedgersIsNotOpened() throws IOException {
    String text = "1,20\r\n2,30\r\n";
    DrawRecord draw = draw(text);
    List<String> others =
        List.of("", "1,20\r\n", text.replace('3', '4'), text + "3,1\r\n", "1,20\n2,30\r\n", "1,2");
    for (String other : others) {
      Files.writeString(path(), other);
      assertThrows(IOException.class, () -> WinnersIndex.open(path(), draw, failures::add), other);
    }
    String disordered = "2,30\r\n1,20\r\n";
    Files.writeString(path(), disordered);
    assertThrows(
        IOException.class, () -> WinnersIndex.open(path(), draw(disordered), failures::add));
  }

  /** Removing the file later takes nothing from an agency that has yet to ask. */
  @Test
  void fileThatIsRemovedLaterIsStillRead() throws IOException {
    Winners winners = open("1,20\r\n");
    Files.delete(path());
    assertEquals(List.of("20"), List.copyOf(winners.of(1)));
  }

  /** Whatever is written into it later, no agency gets anything but what was checked. */
  @Test
  void linesThatAreNotAsTheyWereAreNotSent() throws IOException {
    String text = "1,20\r\n2,30\r\n2,10\r\n";
    for (String other : List.of("1,20\r\n2,31\r\n2,10\r\n", "1,20\r\n2,3", "1,20\r\n")) {
      failures.clear();
      WinnersIndex winners = open(text);
      Files.writeString(path(), other);
      assertEquals(List.of("20"), List.copyOf(winners.of(1)));
      assertThrows(UncheckedIOException.class, () -> winners.of(2), other);
      assertEquals(1, failures.size());
    }
  }

  @Test
  void aFileThatWasOverwrittenReplacedOrRemovedIsFoundOut() throws IOException {
    String text = "1,20\r\n2,30\r\n";
    FileTime later = FileTime.from(Instant.now().plusSeconds(5));
    WinnersIndex written = open(text);
    written.check();
    Files.setLastModifiedTime(path(), later);
    written.check();
    Files.writeString(path(), text.replace('3', '4'));
    assertThrows(FolderChangedException.class, written::check);

    WinnersIndex replaced = open(text);
    Files.move(path(), folder.resolve("kept"));
    assertThrows(FolderChangedException.class, replaced::check);
    Files.writeString(path(), text);
    assertThrows(FolderChangedException.class, replaced::check);
  }

  private WinnersIndex open(String text) throws IOException {
    Files.writeString(path(), text);
    return WinnersIndex.open(path(), draw(text), failures::add);
  }

  private static DrawRecord draw(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return new DrawRecord(7574, (int) text.lines().count(), (int) crc.getValue());
  }

  private Path path() {
    return folder.resolve("winners.csv");
  }
}
