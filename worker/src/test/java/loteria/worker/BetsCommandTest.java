package loteria.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.Request;
import loteria.ipc.row.AgencyId;
import loteria.ipc.runtime.ExitCode;
import loteria.ledger.AgencySession;
import loteria.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the process prints that looks up a person's bets. */
@Timeout(30)
class BetsCommandTest {
  @TempDir private Path temporary;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void eachBetIsALineAndTheLastSaysHowMany() throws IOException {
    Path folder = store("1,José,\"Paz, hijo\",A1,1990-05-17,7", "1,A,B,2,1990-05-17,7");
    assertEquals(ExitCode.OK, run(folder, "A1\nwhat comes behind is not its own", out));
    List<String> lines = lines();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.getFirst().matches("bet \\d{13} NOT_DRAWN 1,José,\"Paz, hijo\",A1,1990-05-17,7"),
        lines::toString);
    assertEquals("end 1", lines.getLast());
  }

  @Test
  void noneIsAnOutcomeToo() throws IOException {
    assertEquals(ExitCode.OK, run(store("1,A,B,2,1990-05-17,7"), "3\n", out));
    assertEquals(List.of("end 0"), lines());
  }

  @Test
  void aMalformedDocumentIsNotPrinted() throws IOException {
    Path folder = store("1,A,B,2,1990-05-17,7");
    for (String line : List.of("", "\n", "7 7\n", "1".repeat(21) + "\n", "2,\n")) {
      out.reset();
      assertEquals(ExitCode.USAGE, run(folder, line, out));
      assertEquals(List.of("failed the first line of the input is not a document"), lines());
    }
  }

  @Test
  void aFolderWithoutALogIsNamed() {
    assertEquals(ExitCode.FAILED, run(temporary.resolve("none"), "7\n", out));
    assertEquals(List.of("failed there is no " + temporary.resolve("none/log")), lines());
  }

  @Test
  void aDamagedLogIsNamed() throws IOException {
    Path folder = store("1,A,B,2,1990-05-17,7");
    Files.write(folder.resolve("log/mark"), new byte[59]);
    assertEquals(ExitCode.LEDGER_DAMAGED, run(folder, "2\n", out));
    assertTrue(
        lines().getLast().startsWith("failed the log's file mark"), () -> lines().toString());
  }

  /** As a pipe is whose reader has ended. */
  @Test
  void itEndsWhenNobodyReadsWhatItPrints() throws IOException {
    var closed =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertEquals(ExitCode.FAILED, run(store("1,A,B,2,1990-05-17,7"), "2\n", closed));
  }

  private static ExitCode run(Path folder, String in, OutputStream out) {
    var input = new ByteArrayInputStream(in.getBytes(StandardCharsets.US_ASCII));
    return BetsCommand.run(
        new String[] {"bets", "--folder", folder.toString()}, input, out, () -> {});
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Path store(String... rows) throws IOException {
    Path folder = temporary.resolve("draw");
    byte[] content = (String.join("\r\n", rows) + "\r\n").getBytes(StandardCharsets.UTF_8);
    try (Ledger ledger = NewLedger.in(folder, 1)) {
      ledger
          .append(
              new AgencySession(1),
              new AgencyId(1),
              new Request.Batch(1, rows.length, Bytes.of(content)))
          .join();
    }
    return folder;
  }
}
