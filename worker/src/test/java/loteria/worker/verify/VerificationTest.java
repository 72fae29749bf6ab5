package loteria.worker.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import loteria.ipc.wire.Coordination.DrawRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of damaged copies of a small ledger, record by record and byte by byte. */
@Timeout(60)
class VerificationTest {
  private static final int RECORDS = 6;

  @TempDir private Path temporary;
  private StoredDraw draw = new StoredDraw(Path.of(""));

  @BeforeEach
  void store() throws IOException {
    draw = new StoredDraw(temporary.resolve("draw")).fillWhole();
  }

  @Test
  void aWholeLedgerIsSoundAndSummedUp() throws IOException {
    Report report = draw.verify();
    assertTrue(report.isSound(), report::text);
    assertEquals(List.of(), report.torn());
    assertEquals(RECORDS, report.records());
    assertEquals(Files.size(draw.bets()), report.bytes());
    assertEquals(
        List.of(new Report.Agency(1, 2, 4, true), new Report.Agency(2, 1, 2, true)),
        report.agencies());
    DrawRecord made = report.draw();
    assertTrue(made != null && made.winningNumber() == 7574 && made.winners() == 2);
    assertTrue(report.text().endsWith("result    sound\n"), report::text);
  }

  @Test
  void aLedgerWithoutARecordIsSoundAndNothingIsTorn() throws IOException {
    Report report = new StoredDraw(temporary.resolve("new")).fill(_ -> {}).verify();
    assertTrue(report.isSound(), report::text);
    assertEquals(0, report.records());
    assertEquals(List.of(), report.torn());
  }

  /** What a power failure took from the files, and the redo log still has, is not lost. */
  @Test
  void whatTheNextStartRedoesIsThere() throws IOException {
    var crashed = new StoredDraw(temporary.resolve("crashed"));
    var open =
        new StoredDraw(temporary.resolve("open"))
            .fill(
                ledger -> {
                  StoredDraw.store(ledger, 1, 1, StoredDraw.row(1, 1) + StoredDraw.row(1, 2));
                  StoredDraw.store(ledger, 2, 1, StoredDraw.row(2, 1));
                  StoredDraw.store(ledger, 1, 2, StoredDraw.row(1, 3));
                  copy(temporary.resolve("open"), crashed.folder());
                });
    StoredDraw.cut(crashed.bets(), 3);
    StoredDraw.cut(crashed.journal(), StoredDraw.RECORD_BYTES + 1);
    Report report = crashed.verify();
    assertTrue(report.isSound(), report::text);
    assertEquals(3, report.recordsToRedo());
    assertTrue(report.text().contains("redo log  has 3 records that the files lack"), report::text);
    assertEquals(open.verify().agencies(), report.agencies());
    assertEquals(3, Files.size(crashed.bets()), "nothing is changed");

    Report started = crashed.fill(_ -> {}).verify();
    assertTrue(started.isSound(), started::text);
    assertEquals(0, started.recordsToRedo());
    assertEquals(open.verify().agencies(), started.agencies());
    assertEquals(Files.readString(open.bets()), Files.readString(crashed.bets()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (String name : List.of("bets.csv", "journal", "redo", "bets.lock", "identity")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  @Test
  void nothingIsChangedOrMadeOrLeftBehind() throws IOException {
    StoredDraw.write(draw.bets(), Files.size(draw.bets()), new byte[] {'1', ',', 'A'});
    StoredDraw.flip(draw.journal(), at(RECORDS - 1));
    Files.delete(draw.folder().resolve("bets.lock"));
    byte[] bets = Files.readAllBytes(draw.bets());
    byte[] journal = Files.readAllBytes(draw.journal());
    List<String> before = names();
    draw.verify();
    assertArrayEquals(bets, Files.readAllBytes(draw.bets()));
    assertArrayEquals(journal, Files.readAllBytes(draw.journal()));
    assertEquals(before, names());
  }

  @Test
  void aByteOfARecordThatWasOnDiskIsMissedAndTheRecordNamed() throws IOException {
    for (int record = 0; record < RECORDS - 1; record++) {
      for (int at = record; at < StoredDraw.RECORD_BYTES; at += RECORDS - 1) {
        StoredDraw.flip(draw.journal(), at(record) + at);
        assertProblem(
            "journal record %d (byte %d): was known to be on disk, but its checksum"
                .formatted(record, at(record)));
        StoredDraw.flip(draw.journal(), at(record) + at);
      }
    }
    assertTrue(draw.verify().isSound());
  }

  @Test
  void aRecordBlankedOutInTheMiddleIsOneProblemAndTheRestIsRead() throws IOException {
    StoredDraw.write(draw.journal(), at(1), new byte[StoredDraw.RECORD_BYTES]);
    Report report = draw.verify();
    assertEquals(1, report.problemCount(), report::text);
    assertTrue(report.problems().getFirst().startsWith("journal record 1 (byte 64): was known"));
    assertEquals(new Report.Agency(1, 2, 4, true), report.agencies().getFirst());
  }

  @Test
  void aDamagedRecordBehindTheMarkIsATornTail() throws IOException {
    for (int at = 0; at < StoredDraw.RECORD_BYTES; at += 3) {
      StoredDraw.flip(draw.journal(), at(RECORDS - 1) + at);
      assertTorn("journal record 5 (byte 320): its checksum or sequence is wrong");
      StoredDraw.flip(draw.journal(), at(RECORDS - 1) + at);
    }
  }

  @Test
  void aLastRecordCutShortIsATornTail() throws IOException {
    StoredDraw.cut(draw.journal(), at(RECORDS) - 1);
    assertTorn("journal record 5 (byte 320): its checksum or sequence is wrong");
  }

  @Test
  void whatIsWrittenBehindTheLastRecordIsATornTail() throws IOException {
    StoredDraw.flip(draw.journal(), at(RECORDS + 3) + 17);
    assertTorn("journal record 9 (byte 576): is behind the last record's end");
    StoredDraw.flip(draw.journal(), at(RECORDS + 3) + 17);
    long end = Files.size(draw.bets());
    StoredDraw.write(draw.bets(), end, "3,Ana".getBytes(StandardCharsets.UTF_8));
    assertTorn("bets.csv from byte " + end + ": 5 bytes");
  }

  @Test
  void aByteOfRowsThatWereOnDiskIsMissedAndTheirRecordNamed() throws IOException {
    String stored = Files.readString(draw.bets());
    for (int at = 0; at < Files.size(draw.bets()); at += 7) {
      StoredDraw.flip(draw.bets(), at);
      assertProblem("was known to be on disk, but its rows have another checksum");
      StoredDraw.flip(draw.bets(), at);
    }
    assertEquals(stored, Files.readString(draw.bets()));
  }

  @Test
  void rowsCutOffAreMissedAndTheirRecordNamed() throws IOException {
    long size = Files.size(draw.bets());
    StoredDraw.cut(draw.bets(), size - 1);
    assertProblem(
        "journal record 2 (byte 128): was known to be on disk, but its rows end at byte %d, bets.csv at %d"
            .formatted(size, size - 1));
  }

  @Test
  void damagedRowsBehindTheMarkAreATornTail() throws IOException {
    var open =
        new StoredDraw(temporary.resolve("open"))
            .fill(
                ledger -> {
                  StoredDraw.store(ledger, 1, 1, StoredDraw.row(1, 1));
                  StoredDraw.store(ledger, 1, 2, StoredDraw.row(1, 2));
                });
    StoredDraw.flip(open.bets(), Files.size(open.bets()) - 5);
    Report report = open.verify();
    assertTrue(report.isSound(), report::text);
    assertEquals(
        "journal record 1 (byte 64): its rows have another checksum", report.torn().getFirst());
    assertEquals(List.of(new Report.Agency(1, 1, 1, false)), report.agencies());
  }

  @Test
  void rowsThatAreNoBetsOrAnothersAreFoundAndNotShown() throws IOException {
    String noDate = StoredDraw.row(3, 1).replace("-17", "-32");
    var wrong =
        new StoredDraw(temporary.resolve("wrong"))
            .fill(
                ledger -> {
                  StoredDraw.store(ledger, 1, 1, StoredDraw.row(1, 1) + StoredDraw.row(2, 2));
                  StoredDraw.store(ledger, 3, 1, noDate);
                  StoredDraw.store(ledger, 1, 2, StoredDraw.row(1, 3));
                });
    Report report = wrong.verify();
    assertEquals(2, report.problemCount(), report::text);
    assertTrue(
        report.problems().getFirst().endsWith("the first is row 1: agency is not the session's"));
    assertTrue(report.problems().getLast().endsWith("row 0: birth date is no real date"));
    assertTrue(report.text().endsWith("result    problems: 2\n"));
    assertFalse(report.text().contains("3000000"), report::text);
  }

  /** It was judged when it was stored, by a clock that may have gone back since. */
  @Test
  void aBirthDateInTheFutureIsNotJudgedAgain() throws IOException {
    var early =
        new StoredDraw(temporary.resolve("early"))
            .fill(
                ledger ->
                    StoredDraw.store(
                        ledger, 1, 1, StoredDraw.row(1, 1).replace("1990-05-17", "9999-12-31")));
    Report report = early.verify();
    assertTrue(report.isSound(), report::text);
  }

  @Test
  void winnersMustBeTheJournals() throws IOException {
    StoredDraw.flip(draw.winners(), 3);
    assertProblem("winners.csv has another checksum");
    StoredDraw.cut(draw.winners(), 12);
    assertProblem("winners.csv has 1 lines, the journal 2 winners");
    Files.delete(draw.winners());
    assertProblem("winners.csv is missing, though the draw is made");
  }

  @Test
  void withoutAJournalNothingCanBeSaid() throws IOException {
    Files.delete(draw.journal());
    assertThrows(NoSuchFileException.class, draw::verify);
  }

  @Test
  void aLedgerThatIsBeingAppendedToIsSound() throws Exception {
    var busy = new StoredDraw(temporary.resolve("busy"));
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      busy.fill(
          ledger -> {
            Future<?> written =
                writer.submit(
                    () -> {
                      for (int batch = 1; batch <= 5000; batch++) {
                        StoredDraw.store(ledger, 1, batch, StoredDraw.row(1, 1).repeat(10));
                      }
                    });
            while (!written.isDone()) {
              Report report = busy.verify();
              assertTrue(report.isSound(), report::text);
            }
          });
    }
    assertEquals(List.of(new Report.Agency(1, 5000, 50_000, false)), busy.verify().agencies());
  }

  private void assertProblem(String part) throws IOException {
    Report report = draw.verify();
    assertFalse(report.isSound());
    assertTrue(report.problems().getFirst().contains(part), report::text);
  }

  private void assertTorn(String line) throws IOException {
    Report report = draw.verify();
    assertTrue(report.isSound(), report::text);
    assertEquals(List.of(line), report.torn());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(draw.folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static long at(int record) {
    return (long) record * StoredDraw.RECORD_BYTES;
  }
}
