package loteria.ipc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {
  @ParameterizedTest
  @CsvSource({
    "Too many open files, true",
    "/data/default/log: Too many open files, true",
    "Too many open files in system, true",
    "Input/output error, false",
    ", false",
  })
  void areTooManyByTheWords(String message, boolean areTooMany) {
    assertEquals(areTooMany, OpenFiles.areTooMany(new IOException(message)));
  }

  @Test
  void theWordsOfThisProcessCount() {
    SystemErrors.TOO_MANY_FILES.forEach(
        words -> assertTrue(OpenFiles.areTooMany(new FileSystemException("log", null, words))));
  }
}
