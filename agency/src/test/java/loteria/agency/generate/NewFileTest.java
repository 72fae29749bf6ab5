package loteria.agency.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class NewFileTest {
  @TempDir Path folder;

  @Test
  void aNewFileIsMadeAndNothingBesideIt() throws Exception {
    assertEquals(ExitCode.OK, generate());

    assertEquals(3, Files.readAllLines(file()).size());
    assertEquals(List.of(file()), inFolder());
  }

  @Test
  void existingFileStays() throws Exception {
    Files.writeString(file(), "real bets");

    var refused = assertThrows(UsageException.class, this::generate);

    assertEquals("--file '" + file() + "' exists: --force replaces it", refused.getMessage());
    assertEquals("real bets", Files.readString(file()));
  }

  @Test
  void byForceARegularFileIsReplaced() throws Exception {
    Files.writeString(file(), "real bets");

    assertEquals(ExitCode.OK, generate("--force"));

    assertEquals(3, Files.readAllLines(file()).size());
    assertEquals(List.of(file()), inFolder());
  }

  @Test
  void noForceReplacesALinkAFolderOrADevice() throws Exception {
    Path target = Files.writeString(folder.resolve("target.csv"), "real bets");
    Files.createSymbolicLink(file(), target);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    Path inner = Files.createDirectory(folder.resolve("inner"));

    for (Path there : List.of(file(), dangling, inner, Path.of("/dev/null"))) {
      var refused =
          assertThrows(
              UsageException.class, () -> NewFile.at(there.toString(), true, FileAccess.OWNER));
      assertEquals("--file '" + there + "' exists, and is no regular file", refused.getMessage());
    }
    assertEquals("real bets", Files.readString(target));
  }

  @Test
  void aFileThatComesMeanwhileStaysToo() throws Exception {
    NewFile made = NewFile.at(file().toString(), false, FileAccess.OWNER);

    assertThrows(
        FileAlreadyExistsException.class,
        () ->
            made.write(
                out -> {
                  out.write("generated".getBytes(StandardCharsets.UTF_8));
                  out.close();
                  Files.writeString(file(), "real bets");
                }));

    assertEquals("real bets", Files.readString(file()));
    assertEquals(List.of(file()), inFolder());
  }

  @Test
  void failedWriteLeavesNothing() throws Exception {
    NewFile made = NewFile.at(file().toString(), false, FileAccess.OWNER);

    assertThrows(
        IOException.class,
        () ->
            made.write(
                out -> {
                  out.close();
                  throw new IOException("no space");
                }));

    assertFalse(Files.exists(file()));
    assertTrue(inFolder().isEmpty());
  }

  private ExitCode generate(String... more) throws Exception {
    var args = new ArrayList<>(List.of("--bets=3", "--file=" + file()));
    args.addAll(List.of(more));
    return Generate.run(args.toArray(String[]::new));
  }

  private Path file() {
    return folder.resolve("bets.csv");
  }

  private List<Path> inFolder() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
