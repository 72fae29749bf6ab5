package loteria.ledger.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class LedgerIdentityTest {
  private static final LedgerIdentity IDENTITY =
      new LedgerIdentity(UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"), 12);

  @TempDir private Path folder;

  @Test
  void textIsWhatTheDocumentationSays() {
    assertEquals(
        """
        loteria ledger 2
        id 0f8fad5b-d9cb-469f-a165-70867728950e
        run 12
        crc32c 17187d77
        """,
        IDENTITY.text());
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    write(bytes(IDENTITY.text()));
    assertEquals(IDENTITY, LedgerIdentity.read(folder));
  }

  @Test
  void nextRunIsOfTheSameLedger() {
    assertEquals(new LedgerIdentity(IDENTITY.id(), 13), IDENTITY.nextRun());
    assertThrows(
        ArithmeticException.class,
        () -> new LedgerIdentity(IDENTITY.id(), Integer.MAX_VALUE).nextRun());
  }

  @Test
  void missingFileIsNoDamage() {
    assertThrows(NoSuchFileException.class, () -> LedgerIdentity.read(folder));
  }

  @Test
  void anyChangedBitIsDamage() {
    byte[] text = bytes(IDENTITY.text());
    for (int bit = 0; bit < text.length * 8; bit++) {
      byte[] damaged = text.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(damaged);
    }
  }

  @Test
  void anyCutAndAnyAdditionIsDamage() {
    String text = IDENTITY.text();
    for (int length = 0; length < text.length(); length++) {
      assertDamaged(bytes(text.substring(0, length)));
    }
    assertDamaged(bytes(text + "\n"));
  }

  @Test
  void damageOfTheFileIsFound() throws IOException {
    for (String damaged : List.of("", IDENTITY.text() + "x".repeat(100_000))) {
      write(bytes(damaged));
      assertDamaged(() -> LedgerIdentity.read(folder));
    }
  }

  /** Without a file: to write one for each of a thousand contents takes as long as a disk likes. */
  private void assertDamaged(byte[] content) {
    assertDamaged(() -> LedgerIdentity.of(content, folder.resolve(DrawLayout.IDENTITY)));
  }

  private void assertDamaged(Executable reading) {
    var damage = assertThrows(UnknownLedgerException.class, reading);
    String message = String.valueOf(damage.getMessage());
    assertTrue(message.contains(folder.resolve("identity").toString()), message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void write(byte[] content) throws IOException {
    Files.write(folder.resolve(DrawLayout.IDENTITY), content);
  }
}
