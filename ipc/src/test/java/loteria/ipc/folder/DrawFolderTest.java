package loteria.ipc.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DrawFolderTest {
  @TempDir private Path temporary;

  @Test
  void eachStartIsTheNextRunOfTheSameLedger() throws IOException {
    Path folder = made();
    LedgerIdentity first = DrawFolder.beginRun(folder);
    assertEquals(1, first.run());
    assertEquals(first, LedgerIdentity.read(folder));
    assertEquals(new LedgerIdentity(first.id(), 2), DrawFolder.beginRun(folder));
    assertEquals(new LedgerIdentity(first.id(), 3), DrawFolder.beginRun(folder));
    assertEquals(new LedgerIdentity(first.id(), 3), LedgerIdentity.read(folder));
  }

  @Test
  void noTwoLedgersHaveTheSameId() throws IOException {
    Path other = temporary.resolve("other");
    DrawFolder.make(other);
    assertNotEquals(DrawFolder.beginRun(made()).id(), DrawFolder.beginRun(other).id());
  }

  @Test
  void newLedgerHasAllItsFilesAndAJournalThatIsNotEmpty() throws IOException {
    Path folder = made();
    DrawFolder.beginRun(folder);
    for (String name : List.of("bets.csv", "redo", "bets.lock")) {
      assertEquals(0, Files.size(folder.resolve(name)), name);
    }
    assertArrayEquals(new byte[1], Files.readAllBytes(folder.resolve("journal")));
  }

  @Test
  void startThatDiedBeforeTheIdentityWasWrittenIsStartedOver() throws IOException {
    Path folder = made();
    Files.createFile(folder.resolve("bets.csv"));
    Files.write(folder.resolve("journal"), new byte[1]);
    assertEquals(1, DrawFolder.beginRun(folder).run());
  }

  @Test
  void startThatDiedWhileItWroteTheIdentityIsStartedOver() throws IOException {
    Path folder = made();
    LedgerIdentity first = DrawFolder.beginRun(folder);
    Files.writeString(folder.resolve("identity.new"), "loteria led");
    assertEquals(first.nextRun(), DrawFolder.beginRun(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "bets.csv", "redo"})
  void ledgerWithoutAnIdentityIsRefusedAndLeftAsItIs(String name) throws IOException {
    Path folder = made();
    Files.write(folder.resolve(name), new byte[64]);
    assertRefused(folder, "has a " + name + " and no identity: it is of version 0.1.0");
    assertTrue(Files.notExists(folder.resolve("identity")));
    assertEquals(64, Files.size(folder.resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "bets.csv", "redo"})
  void ledgerThatLacksAFileIsRefusedAndGetsNoOther(String name) throws IOException {
    Path folder = made();
    LedgerIdentity before = DrawFolder.beginRun(folder);
    Files.delete(folder.resolve(name));
    assertRefused(folder, folder.resolve(name) + " is missing");
    assertTrue(Files.notExists(folder.resolve(name)));
    assertEquals(before, LedgerIdentity.read(folder));
  }

  @Test
  void lockThatIsMissingIsMadeAnew() throws IOException {
    Path folder = made();
    LedgerIdentity before = DrawFolder.beginRun(folder);
    Files.delete(folder.resolve("bets.lock"));
    assertEquals(before.nextRun(), DrawFolder.beginRun(folder));
    assertTrue(Files.exists(folder.resolve("bets.lock")));
  }

  @Test
  void damagedIdentityIsRefusedAndLeftAsItIs() throws IOException {
    Path folder = made();
    Files.writeString(folder.resolve("identity"), "loteria ledger 2\n");
    assertRefused(folder, folder.resolve("identity") + " is damaged or of another version");
    assertEquals("loteria ledger 2\n", Files.readString(folder.resolve("identity")));
  }

  private Path made() throws IOException {
    Path folder = temporary.resolve("data/default");
    DrawFolder.make(folder);
    return folder;
  }

  private static void assertRefused(Path folder, String why) {
    var refused = assertThrows(UnknownLedgerException.class, () -> DrawFolder.beginRun(folder));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(why), message);
  }
}
