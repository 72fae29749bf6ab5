package loteria.ledger.commit;

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
import java.util.UUID;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ledger.Ledger;
import loteria.ledger.commit.RealLedger.Reported;
import loteria.ledger.folder.DrawFolder;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.folder.MoveMarks;
import loteria.ledger.replication.LogBeginning;
import loteria.ledger.replication.NotServedException;
import loteria.ledger.replication.ServableLog;
import loteria.ledger.state.DamagedLogException;
import loteria.ledger.transfer.ImportRefusedException;
import loteria.ledger.transfer.ImportRules;
import loteria.ledger.transfer.ImportSource;
import loteria.ledger.transfer.TopicImport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an import makes and marks in folders and topics, and in which order. */
@Timeout(120)
class FolderImportTest {
  @TempDir private Path folder;
  private ImportFolders draw;

  @BeforeEach
  void fill() throws IOException {
    draw = new ImportFolders(folder);
  }

  @Test
  void aDrawMovesIntoATopicAndOutOfIt() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    ServableLog.check(draw.log.connect(), draw.first());
    Path copy = draw.serve("copy", 11, 14);
    assertTrue(draw.toFiles(copy, _ -> {}));
    assertArrayEquals(ImportFolders.bets(copy), ImportFolders.bets(draw.target));
    assertEquals(List.of(), DrawLedger.verify(draw.target).problems());
    MoveMarks.check(draw.target);
    long[] stored = RealLedger.stored(draw.target, ImportFolders.AGENCIES);
    assertArrayEquals(new long[] {0, 14, 5, 0}, stored);
    assertThrows(
        NotServedException.class, () -> ServableLog.check(draw.log.connect(), draw.first()));
  }

  @Test
  void anImportThatEndedIsFoundAgain() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    long end = draw.log.end();
    assertFalse(draw.toTopic(draw.files));
    assertEquals(end, draw.log.end());
    Path copy = draw.serve("copy", 11, 11);
    assertTrue(draw.toFiles(copy, _ -> {}));
    byte[] made = ImportFolders.bets(draw.target);
    assertFalse(draw.toFiles(copy, _ -> {}));
    assertArrayEquals(made, ImportFolders.bets(draw.target));
  }

  @Test
  void aLedgerThatWasServedSinceIsAnother() throws IOException {
    assertTrue(draw.toTopic(draw.files));
    RealLedger.open(
            draw.files, ImportFolders.AGENCIES, RealLedger.beginRun(draw.files), new Reported())
        .close();
    assertThrows(ImportRefusedException.class, () -> draw.toTopic(draw.files));
  }

  @Test
  void nothingIsBegunOutOfADamagedLedger() throws IOException {
    Path segment = draw.files.resolve(DrawLayout.LOG).resolve("0000000000000000");
    byte[] bytes = Files.readAllBytes(segment);
    String name = "AAAAAAAA";
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
    assertTrue(at > 0, "no row");
    bytes[at] ^= 1;
    Files.write(segment, bytes);
    assertThrows(DamagedLogException.class, () -> draw.toTopic(draw.files));
    assertEquals(0, draw.log.end());
    assertThrows(DamagedLogException.class, () -> draw.toFilesWithoutTopic(draw.files, _ -> {}));
    assertFalse(Files.exists(draw.target.resolve(DrawLayout.LOG)));
  }

  @Test
  void aDrawOfOtherRulesIsRefused() throws IOException {
    var few = new ImportRules(1, 7574);
    assertThrows(ImportRefusedException.class, () -> ImportSource.read(draw.files, few, _ -> {}));
    int run = RealLedger.beginRun(draw.files);
    try (Ledger ledger = RealLedger.open(draw.files, ImportFolders.AGENCIES, run, new Reported())) {
      var draw = new DrawRecord(7574, 0, 0);
      assertEquals(draw, ImportFolders.soon(ledger.recordDraw(draw)));
    }
    var other = new ImportRules(ImportFolders.AGENCIES, 1);
    assertThrows(ImportRefusedException.class, () -> ImportSource.read(draw.files, other, _ -> {}));
  }

  @Test
  void aTopicThatHasMessagesIsRefused() throws IOException {
    draw.log.add(new LogBeginning(new UUID(1, 2), ImportFolders.AGENCIES, 7574).message());
    assertThrows(ImportRefusedException.class, () -> draw.toTopic(draw.files));
    assertEquals(1, draw.log.end());
  }

  @Test
  void aFolderThatHasALedgerIsRefused() throws IOException {
    RealLedger.beginRun(draw.target);
    byte[] identity = Files.readAllBytes(draw.target.resolve(DrawLayout.IDENTITY));
    assertThrows(ImportRefusedException.class, () -> draw.toFilesWithoutTopic(draw.files, _ -> {}));
    assertArrayEquals(identity, Files.readAllBytes(draw.target.resolve(DrawLayout.IDENTITY)));
    assertFalse(Files.exists(draw.target.resolve(DrawLayout.IMPORT)));
  }

  @Test
  void anImportIntoFilesThatWasKilledIsNotServedAndIsMadeAgain() throws IOException {
    assertThrows(Killed.class, () -> draw.toFilesWithoutTopic(draw.files, _ -> killed()));
    assertTrue(Files.exists(draw.target.resolve(DrawLayout.BETS)));
    assertThrows(NotServedException.class, () -> MoveMarks.check(draw.target));
    assertThrows(IOException.class, () -> DrawFolder.beginRun(draw.target, FileAccess.OWNER));
    MoveMarks.check(draw.files);
    assertTrue(draw.toFilesWithoutTopic(draw.files, _ -> {}));
    assertArrayEquals(
        new long[] {0, 10, 5, 0}, RealLedger.stored(draw.target, ImportFolders.AGENCIES));
  }

  private static void killed() {
    throw new Killed();
  }

  @Test
  void anImportIntoATopicThatWasKilledIsNotServed() throws IOException {
    ImportSource source = ImportFolders.source(draw.files, _ -> killed());
    assertThrows(
        Killed.class,
        () -> TopicImport.run(source, draw.appender(), ImportFolders.TOPIC, draw.target));
    assertTrue(draw.log.end() > 0);
    assertThrows(
        NotServedException.class, () -> ServableLog.check(draw.log.connect(), draw.first()));
    IOException again = assertThrows(ImportRefusedException.class, () -> draw.toTopic(draw.files));
    assertTrue(String.valueOf(again.getMessage()).contains("delete the topic"), again.toString());
    draw.log.loseFrom(0);
    assertTrue(draw.toTopic(draw.files));
    ServableLog.check(draw.log.connect(), draw.first());
  }

  @Test
  void aMarkedFolderIsNeitherServedNorImported() throws IOException {
    ImportFolders.source(draw.files, _ -> {}).moved("topic x", FileAccess.OWNER);
    var e = assertThrows(NotServedException.class, () -> MoveMarks.check(draw.files));
    assertTrue(String.valueOf(e.getMessage()).contains("topic x"), e.toString());
    assertThrows(NotServedException.class, () -> draw.toTopic(draw.files));
    assertThrows(
        NoSuchFileException.class, () -> ImportFolders.source(draw.data.resolve("none"), _ -> {}));
  }
}
