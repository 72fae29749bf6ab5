package loteria.ipc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskFullTest {
  @ParameterizedTest
  @CsvSource({
    "No space left on device, 1000000000, true",
    "Disk quota exceeded, 1000000000, true",
    "No queda espacio en el dispositivo, 0, true",
    "Input/output error, 1000000000, false",
    ", 1000000000, false",
  })
  void isKnownByTheWordsOrByTheRoom(String message, long roomBytes, boolean isFull) {
    assertEquals(isFull, DiskFull.isWhy(new IOException(message), roomBytes));
  }

  @Test
  void aFolderThatIsGoneIsNoFullDisk() {
    assertFalse(DiskFull.isWhy(new NoSuchFileException("/gone/log"), 0));
  }
}
