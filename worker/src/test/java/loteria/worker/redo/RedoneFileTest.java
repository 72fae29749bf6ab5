package loteria.worker.redo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedoneFileTest {
  @Test
  void whatIsLaidOverIsReadAndTheFileIsAsItWas() throws IOException {
    var file = new HeldFile(new byte[] {1, 2, 3, 4, 5, 6});
    var redone = new RedoneFile(file);
    assertTrue(redone.lay(ByteBuffer.wrap(new byte[] {9, 9}), 2));
    assertArrayEquals(new byte[] {1, 2, 9, 9, 5, 6}, read(redone, 0, 6));
    assertArrayEquals(new byte[] {9, 5}, read(redone, 3, 2));
    assertArrayEquals(new byte[] {2, 9}, read(redone, 1, 2));
    assertEquals(6, redone.size());
    assertEquals(6, file.size());
  }

  @Test
  void whatTheFileHasIsNotLaidOver() throws IOException {
    var redone = new RedoneFile(new HeldFile(new byte[] {1, 2, 3}));
    assertFalse(redone.lay(ByteBuffer.wrap(new byte[] {2, 3}), 1));
    assertTrue(redone.lay(ByteBuffer.wrap(new byte[] {3, 4}), 2));
  }

  @Test
  void behindTheFilesEndItIsBlankUpToWhatIsLaidThere() throws IOException {
    var redone = new RedoneFile(new HeldFile(new byte[] {1, 2}));
    redone.lay(ByteBuffer.wrap(new byte[] {8}), 4);
    assertEquals(5, redone.size());
    assertArrayEquals(new byte[] {1, 2, 0, 0, 8}, read(redone, 0, 5));
    var into = ByteBuffer.allocate(10);
    redone.read(into, 3);
    assertEquals(2, into.position());
  }

  @Test
  void itReadsAsAFileThatWasWrittenTo() throws IOException {
    var random = new Random(1);
    byte[] content = new byte[1000];
    random.nextBytes(content);
    var redone = new RedoneFile(new HeldFile(content.clone()));
    for (int at = 0; at < 990; at += 10) {
      if (random.nextBoolean()) {
        byte[] bytes = new byte[1 + random.nextInt(10)];
        random.nextBytes(bytes);
        redone.lay(ByteBuffer.wrap(bytes), at);
        System.arraycopy(bytes, 0, content, at, bytes.length);
      }
    }
    for (int i = 0; i < 1000; i++) {
      int from = random.nextInt(1000);
      int length = random.nextInt(1000 - from);
      byte[] expected = new byte[length];
      System.arraycopy(content, from, expected, 0, length);
      assertArrayEquals(expected, read(redone, from, length));
    }
  }

  private static byte[] read(RedoneFile file, long at, int length) throws IOException {
    var into = ByteBuffer.allocate(length);
    file.read(into, at);
    assertFalse(into.hasRemaining());
    return into.array();
  }
}
