package loteria.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loteria.ipc.folder.LedgerIdentity;
import loteria.ipc.folder.UnknownLedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class DrawFolderTest {
  @TempDir private Path folder;

  @Test
  void eachStartIsTheNextRunOfTheSameLedger() throws IOException {
    LedgerIdentity first = DrawFolder.beginRun(folder);
    assertEquals(1, first.run());
    assertEquals(first, LedgerIdentity.read(folder));
    assertEquals(new LedgerIdentity(first.id(), 2), DrawFolder.beginRun(folder));
    assertEquals(new LedgerIdentity(first.id(), 3), DrawFolder.beginRun(folder));
    assertEquals(new LedgerIdentity(first.id(), 3), LedgerIdentity.read(folder));
  }

  @Test
  void noTwoLedgersHaveTheSameId() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertNotEquals(DrawFolder.beginRun(folder).id(), DrawFolder.beginRun(other).id());
  }

  @Test
  void startThatDiedWhileItWroteIsStartedOver() throws IOException {
    LedgerIdentity first = DrawFolder.beginRun(folder);
    Files.writeString(folder.resolve("identity.new"), "loteria led");
    assertEquals(first.nextRun(), DrawFolder.beginRun(folder));
  }

  @Test
  void journalWithoutAnIdentityIsRefusedAndLeftAsItIs() throws IOException {
    Files.write(folder.resolve("journal"), new byte[64]);
    var refused = assertThrows(UnknownLedgerException.class, () -> DrawFolder.beginRun(folder));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("0.1.0") && message.contains(folder.toString()), message);
    assertTrue(Files.notExists(folder.resolve("identity")));
  }

  @Test
  void damagedIdentityIsRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(folder.resolve("identity"), "loteria ledger 2\n");
    assertThrows(UnknownLedgerException.class, () -> DrawFolder.beginRun(folder));
    assertEquals("loteria ledger 2\n", Files.readString(folder.resolve("identity")));
  }
}
