package loteria.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import loteria.brokers.FreePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/security.md, pasted into a shell by a reader who has only the programs. */
@Timeout(180)
class SecurityGuideTest {
  /** A person is slower than a script: the status is up to a second old. */
  private static final String AWAIT_DRAWN =
      "until supervisor status | grep -q ': drawn'; do sleep 0.1; done; ";

  @TempDir Path folder;

  @Test
  void tenCommandsLeadFromNothingToADraw() throws IOException {
    ShellCommand.assumeThereIs("curl");
    String commands = Recipe.ofSecurity("Set it up in ten commands");
    assertEquals(10, commands.lines().filter(line -> line.matches("# \\d+\\. .*")).count());

    assertTrue(commands.contains("supervisor status &&"), commands);
    Script done =
        paste(
            onFreePorts(commands)
                    .replace("supervisor status &&", AWAIT_DRAWN + "supervisor status &&")
                + "\nsupervisor stop\nwait\n");

    assertEquals(0, done.code(), done.toString());
    List<String> lines = done.printed().lines().toList();
    assertEquals(3, lines.stream().filter(line -> line.startsWith("winner: ")).count());
    assertTrue(done.printed().contains("draw default: drawn, 3 winners"), done.toString());
    assertTrue(lines.contains("page: 200"), done.toString());
    for (String secret :
        List.of("server/server-key.pem", "agency-1/agency-1-key.pem", "server/http-token")) {
      Path file = folder.resolve(secret);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertTrue(Files.notExists(folder.resolve("ca/server-key.pem")));
  }

  /** Rules that follow the policy one by one would cut off an administrator in between. */
  @Test
  void firewallIsAppliedAtOnceAndKeepsAnAdministratorConnected() throws IOException {
    Path nft = Files.createDirectory(folder.resolve("bin")).resolve("nft");
    Files.writeString(nft, "#!/bin/sh\necho \"called with $*\"\ncat\n");
    Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwx------"));

    Script done =
        Script.run(
            folder,
            Map.of("PATH", nft.getParent() + ":" + System.getenv("PATH")),
            "bash",
            "-ec",
            Recipe.ofSecurity("Firewall"));

    assertEquals(0, done.code(), done.toString());
    List<String> lines = done.printed().lines().map(String::strip).toList();
    assertEquals("called with -f -", lines.getFirst());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("called with")).count());
    for (String rule :
        List.of("policy drop;", "ct state established,related accept", "dport { 22, 12346 }")) {
      assertEquals(1, lines.stream().filter(line -> line.contains(rule)).count(), rule);
    }
  }

  private Script paste(String commands) {
    String path = Script.DISTRIBUTION.resolve("bin") + ":" + System.getenv("PATH");
    return Script.run(folder, Map.of("PATH", path), "bash", "-ec", commands);
  }

  private static String onFreePorts(String commands) {
    assertTrue(commands.contains("12346") && commands.contains("8080"), commands);
    return commands
        .replace("12346", Integer.toString(FreePorts.next()))
        .replace("8080", Integer.toString(FreePorts.next()));
  }
}
