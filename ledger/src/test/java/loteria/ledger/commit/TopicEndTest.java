package loteria.ledger.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.AgencyId;
import loteria.ledger.Ledger;
import loteria.ledger.commit.RealLedger.Reported;
import loteria.ledger.file.DiskFolder;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.LedgerIdentity;
import loteria.ledger.folder.MoveMarks;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.replication.ServableLog;
import loteria.ledger.transfer.ImportRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a topic ends whose draw is imported into files. */
@Timeout(120)
class TopicEndTest {
  @TempDir private Path folder;
  private ImportFolders draw;

  @BeforeEach
  void fill() throws IOException {
    draw = new ImportFolders(folder);
  }

  @Test
  void aCopyThatIsBehindIsRefusedAndTheTopicServedOn() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    Path behind = draw.serve("one", 11, 12);
    Path level = draw.serve("two", 13, 13);
    IOException e = assertThrows(ImportRefusedException.class, () -> draw.toFiles(behind, _ -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains("messages behind"), e.toString());
    ServableLog.check(draw.log.connect(), draw.first());
    assertTrue(draw.toFiles(level, _ -> {}));
  }

  @Test
  void whatAServerAppendsMeanwhileKeepsTheDrawInTheTopic() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    Path copy = draw.serve("copy", 11, 12);
    assertThrows(
        ImportRefusedException.class,
        () ->
            draw.toFiles(
                copy, _ -> draw.log.add(OrderMessage.encode(draw.first().tag(), List.of()))));
    assertThrows(NotServedException.class, () -> MoveMarks.check(draw.target));
    ServableLog.check(draw.log.connect(), draw.first());
    Path other = draw.serve("other", 13, 14);
    assertTrue(draw.toFiles(other, _ -> {}));
    assertArrayEquals(
        new long[] {0, 14, 5, 0}, RealLedger.stored(draw.target, ImportFolders.AGENCIES));
  }

  /** The message that would end the topic is in it, and not where it says. */
  @Test
  void anEndBehindAMessageOfAServerEndsNothing() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    Path copy = draw.serve("copy", 11, 12);
    long end = draw.log.end();
    draw.beforeAppend = () -> draw.log.add(OrderMessage.encode(draw.first().tag(), List.of()));
    assertThrows(ImportRefusedException.class, () -> draw.toFiles(copy, _ -> {}));
    assertEquals(end + 2, draw.log.end());
    assertThrows(NotServedException.class, () -> MoveMarks.check(draw.target));
    ServableLog.check(draw.log.connect(), draw.first());
    Path other = draw.serve("other", 13, 14);
    assertEquals(draw.log.end(), LogComparison.compare(log(other), draw.log.connect(), tag()));
    assertTrue(draw.toFiles(other, _ -> {}));
    assertArrayEquals(
        new long[] {0, 14, 5, 0}, RealLedger.stored(draw.target, ImportFolders.AGENCIES));
  }

  private static DiskFolder log(Path folder) {
    return new DiskFolder(folder.resolve(DrawLayout.LOG));
  }

  private int tag() {
    return draw.first().tag();
  }

  /** The topic has ended, and the folder has no identity yet. */
  @Test
  void anImportThatWasKilledBehindTheTopicsEndIsMadeAgain() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    Path copy = draw.serve("copy", 11, 12);
    assertTrue(draw.toFiles(copy, _ -> {}));
    long end = draw.log.end();
    Files.delete(draw.target.resolve(DrawLayout.IDENTITY));
    MoveMarks.importBegins(draw.target, copy, FileAccess.OWNER);
    assertThrows(
        NotServedException.class, () -> ServableLog.check(draw.log.connect(), draw.first()));
    assertThrows(NotServedException.class, () -> MoveMarks.check(draw.target));
    assertTrue(draw.toFiles(copy, _ -> {}));
    assertEquals(end, draw.log.end());
    MoveMarks.check(draw.target);
    assertArrayEquals(
        new long[] {0, 12, 5, 0}, RealLedger.stored(draw.target, ImportFolders.AGENCIES));
    draw.target = draw.data.resolve("another");
    assertThrows(ImportRefusedException.class, () -> draw.toFiles(copy, _ -> {}));
  }

  @Test
  void aServerStopsWhereItsTopicEnds() throws Exception {
    assertTrue(draw.toTopic(draw.files));
    Path copy = draw.serve("copy", 11, 12);
    int run =
        (int)
                draw.log.add(
                    new LogBeginning(draw.first().id(), ImportFolders.AGENCIES, 7574).message())
            + 1;
    Path running = draw.data.resolve("running");
    DrawFolder.make(running, FileAccess.OWNER);
    DrawFolder.beginRun(running, FileAccess.OWNER, new LedgerIdentity(draw.first().id(), run));
    var reported = new Reported();
    try (Ledger ledger = draw.openCopy(running, run, reported)) {
      assertThrows(ImportRefusedException.class, () -> draw.toFiles(copy, _ -> {}));
      ImportFolders.soon(ledger.begin(ImportFolders.session(run, 1), new AgencyId(3)));
    }
    assertEquals(0, reported.failures.size());
    var failed = new Reported();
    Ledger ledger = draw.openCopy(running, run, failed);
    Path level = draw.serve("level", 13, 13);
    assertTrue(draw.toFiles(level, _ -> {}));
    Throwable failure = failed.failures.poll(30, TimeUnit.SECONDS);
    assertInstanceOf(NotServedException.class, failure);
    assertTrue(String.valueOf(failure).contains("the other folder"), () -> "" + failure);
    ledger.close();
  }
}
