package loteria.ledger.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import loteria.ipc.folder.FileAccess;
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
    LedgerIdentity first = DrawFolder.beginRun(folder, FileAccess.OWNER);
    assertEquals(1, first.run());
    assertEquals(first, LedgerIdentity.read(folder));
    assertEquals(new LedgerIdentity(first.id(), 2), DrawFolder.beginRun(folder, FileAccess.OWNER));
    assertEquals(new LedgerIdentity(first.id(), 3), DrawFolder.beginRun(folder, FileAccess.OWNER));
    assertEquals(new LedgerIdentity(first.id(), 3), LedgerIdentity.read(folder));
  }

  @Test
  void noTwoLedgersHaveTheSameId() throws IOException {
    Path other = temporary.resolve("other");
    DrawFolder.make(other, FileAccess.OWNER);
    assertNotEquals(
        DrawFolder.beginRun(made(), FileAccess.OWNER).id(),
        DrawFolder.beginRun(other, FileAccess.OWNER).id());
  }

  @Test
  void newLedgerHasAllItsFilesAndALogThatIsBlank() throws IOException {
    Path folder = made();
    DrawFolder.beginRun(folder, FileAccess.OWNER);
    for (String name : List.of("bets.csv", "bets.lock")) {
      assertEquals(0, Files.size(folder.resolve(name)), name);
    }
    byte[] segment = Files.readAllBytes(folder.resolve("log/0000000000000000"));
    assertArrayEquals(new byte[0], segment);
  }

  @Test
  void startThatDiedBeforeTheIdentityWasWrittenIsStartedOver() throws IOException {
    Path folder = made();
    DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.delete(folder.resolve("identity"));
    assertEquals(1, DrawFolder.beginRun(folder, FileAccess.OWNER).run());
  }

  @Test
  void startThatDiedWhileItWroteTheIdentityIsStartedOver() throws IOException {
    Path folder = made();
    LedgerIdentity first = DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.writeString(folder.resolve("identity.new"), "loteria led");
    assertEquals(first.nextRun(), DrawFolder.beginRun(folder, FileAccess.OWNER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal", "redo"})
  void ledgerOfAnEarlierVersionIsRefusedAndLeftAsItIs(String name) throws IOException {
    Path folder = made();
    Files.write(folder.resolve(name), new byte[64]);
    assertRefused(folder, folder.resolve(name) + " is of an earlier version");
    assertTrue(Files.notExists(folder.resolve("identity")));
    assertEquals(64, Files.size(folder.resolve(name)));
  }

  @Test
  void ledgerWithoutAnIdentityIsRefusedAndLeftAsItIs() throws IOException {
    Path folder = made();
    DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.delete(folder.resolve("identity"));
    Path segment = folder.resolve("log/0000000000000000");
    byte[] written = new byte[8192];
    Arrays.fill(written, (byte) 7);
    Files.write(segment, written);
    assertRefused(folder, "has a log and no identity: it is not whole");
    assertArrayEquals(written, Files.readAllBytes(segment));
    Files.write(segment, new byte[8192]);
    Files.writeString(folder.resolve("bets.csv"), "1,A,B,1,1990-05-17,1");
    assertRefused(folder, "has bets.csv and no identity");
  }

  @Test
  void ledgerThatLacksItsLogIsRefusedAndGetsNoOther() throws IOException {
    Path folder = made();
    LedgerIdentity before = DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.move(folder.resolve("log"), folder.resolve("elsewhere"));
    assertRefused(folder, folder.resolve("log") + " is missing");
    assertTrue(Files.notExists(folder.resolve("log")));
    assertEquals(before, LedgerIdentity.read(folder));
    Path segment = folder.resolve("log/0000000000000000");
    Files.createDirectory(folder.resolve("log"));
    assertRefused(folder, segment + " is missing");
    assertTrue(Files.notExists(segment));
  }

  /** It is a view: the first worker writes it. */
  @Test
  void betsThatAreMissingAreMadeAgain() throws IOException {
    Path folder = made();
    LedgerIdentity before = DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.delete(folder.resolve("bets.csv"));
    assertEquals(before.nextRun(), DrawFolder.beginRun(folder, FileAccess.OWNER));
    assertEquals(0, Files.size(folder.resolve("bets.csv")));
  }

  @Test
  void lockThatIsMissingIsMadeAgain() throws IOException {
    Path folder = made();
    LedgerIdentity before = DrawFolder.beginRun(folder, FileAccess.OWNER);
    Files.delete(folder.resolve("bets.lock"));
    assertEquals(before.nextRun(), DrawFolder.beginRun(folder, FileAccess.OWNER));
    assertTrue(Files.exists(folder.resolve("bets.lock")));
  }

  @Test
  void damagedIdentityIsRefusedAndLeftAsItIs() throws IOException {
    Path folder = made();
    Files.writeString(folder.resolve("identity"), "loteria ledger 1\n");
    assertRefused(folder, folder.resolve("identity") + " is damaged or of another version");
    assertEquals("loteria ledger 1\n", Files.readString(folder.resolve("identity")));
  }

  private Path made() throws IOException {
    Path folder = temporary.resolve("data/default");
    DrawFolder.make(folder, FileAccess.OWNER);
    return folder;
  }

  private static void assertRefused(Path folder, String why) {
    var refused =
        assertThrows(
            UnknownLedgerException.class, () -> DrawFolder.beginRun(folder, FileAccess.OWNER));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(why), message);
  }
}
