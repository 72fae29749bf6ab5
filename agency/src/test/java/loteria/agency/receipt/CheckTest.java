package loteria.agency.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CheckTest {
  private static final String ONE = "a".repeat(64);
  private static final String OTHER = "0123456789abcdef".repeat(4);
  private static final String HEADER = "agency,batches,bets,sha256\n";
  private static final String SEAL =
      HEADER + "1,13,900," + OTHER + "\n7,2,30," + ONE + "\n999999,1,0," + OTHER + "\n";

  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void aReceiptOfTheSealedBetsAgrees() throws Exception {
    String receipt = "draw=navidad\n" + receipt(7, 2, 30, ONE) + "seal=" + sha256(SEAL) + "\n";

    assertEquals(ExitCode.OK, check(receipt, SEAL));

    assertEquals(
        List.of(
            "agency 7: all 30 bets of the receipt are in the sealed draw navidad, seal "
                + sha256(SEAL)),
        lines());
  }

  @Test
  void withoutASealOfItsOwnTheReceiptIsComparedWithItsLine() throws Exception {
    assertEquals(ExitCode.OK, check(receipt(1, 13, 900, OTHER), SEAL));

    assertTrue(lines().getFirst().endsWith("(the receipt has no seal to compare it with)"));
  }

  @Test
  void eachDifferenceIsALineWithBothValues() throws Exception {
    String receipt = receipt(7, 3, 31, OTHER) + "seal=" + ONE + "\n";

    assertEquals(ExitCode.FAILED, check(receipt, SEAL));

    assertEquals(
        List.of(
            "batches: the receipt has 3, the seal 2",
            "bets: the receipt has 31, the seal 30",
            "sha256: the receipt has " + OTHER + ", the seal " + ONE,
            "seal: the receipt has " + ONE + ", the seal " + sha256(SEAL)),
        lines());
  }

  @Test
  void anAgencyThatIsNotSealedMustHaveStoredNothing() throws Exception {
    assertEquals(ExitCode.FAILED, check(receipt(5, 1, 0, ONE), SEAL));
    assertEquals(
        List.of(
            "agency: the receipt has 1 batches and 0 bets of agency 5, the seal has no such"
                + " agency"),
        lines());

    assertEquals(ExitCode.OK, check(receipt(5, 0, 0, ONE), SEAL));
  }

  @Test
  void oneOtherByteAnywhereInTheSealIsFound() throws Exception {
    String receipt = receipt(7, 2, 30, ONE) + "seal=" + sha256(SEAL) + "\n";
    byte[] seal = SEAL.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < seal.length; at++) {
      byte[] changed = seal.clone();
      changed[at] ^= 1;
      assertTrue(isFound(receipt, new String(changed, StandardCharsets.US_ASCII)), "byte " + at);
    }
  }

  private boolean isFound(String receipt, String seal) throws IOException {
    try {
      return check(receipt, seal) != ExitCode.OK;
    } catch (UsageException _) {
      return true;
    }
  }

  @Test
  void aMalformedSealIsNamedWithItsLine() {
    String line = "1,13,900," + ONE + "\n";
    assertMalformedSeal("line 1: is not the header agency,batches,bets,sha256", "");
    assertMalformedSeal("line 1: is not the header agency,batches,bets,sha256", line);
    assertMalformedSeal("line 2: has 3 fields, not 4", HEADER + "1,13,900\n");
    assertMalformedSeal("line 2: the agency is not the number of an agency", HEADER + "0" + line);
    assertMalformedSeal(
        "line 2: the batches or bets are not a number", HEADER + "1,-3,900," + ONE + "\n");
    assertMalformedSeal(
        "line 2: the sha256 is not 64 lower-case hexadecimal digits",
        HEADER + "1,13,900," + ONE + "\r\n");
    assertMalformedSeal("line 3: agency 1 does not follow agency 1", HEADER + line + line);
    assertMalformedSeal("line 2: does not end with a line feed", HEADER + line.strip());
    assertMalformedSeal("line 2: has more than 128 bytes", HEADER + "1".repeat(129) + "\n");
  }

  @Test
  void aMalformedReceiptIsNamedWithItsLine() {
    String good = receipt(7, 2, 30, ONE);
    assertMalformedReceipt("line 5: is none of the lines of a receipt", good + "Ana\n");
    assertMalformedReceipt("line 5: is the second line with bets", good + "bets=30\n");
    assertMalformedReceipt("line 1: agency is not a number from 1 to 999999", "agency=0\n");
    assertMalformedReceipt("line 1: batches is not a number", "batches=01\n");
    assertMalformedReceipt(
        "line 1: seal is not 64 lower-case hexadecimal digits", "seal=" + "A".repeat(64) + "\n");
    assertMalformedReceipt(
        " is not a whole receipt: it has no line sha256=", "agency=7\nbatches=2\nbets=30\n");
  }

  @Test
  void aFileThatCannotBeReadOrAFlagThatIsMissingIsOneLine() throws Exception {
    Path receipt = Files.writeString(folder.resolve("receipt"), receipt(7, 2, 30, ONE));

    assertUsage("check needs --receipt FILE: see --help");
    assertUsage("check needs --seal FILE: see --help", "--receipt=" + receipt);
    assertUsage("'stray' is no flag: see --help", "stray");
    String missing = folder.resolve("missing").toString();
    assertUsage(
        missing + " cannot be read: java.nio.file.NoSuchFileException: " + missing,
        "--receipt=" + receipt,
        "--seal=" + missing);
  }

  private void assertMalformedSeal(String what, String seal) {
    String receipt = receipt(7, 2, 30, ONE);
    var failed = assertThrows(UsageException.class, () -> check(receipt, seal));
    assertEquals(folder.resolve("seal.csv") + " " + what, failed.getMessage());
  }

  private void assertMalformedReceipt(String what, String receipt) {
    var failed = assertThrows(UsageException.class, () -> check(receipt, SEAL));
    String message = String.valueOf(failed.getMessage());
    assertTrue(message.startsWith(folder.resolve("bets.csv.receipt").toString()), message);
    assertTrue(message.contains(what), message);
  }

  private void assertUsage(String message, String... args) {
    var failed = assertThrows(UsageException.class, () -> Check.run(args, out()));
    assertEquals(message, failed.getMessage());
  }

  private ExitCode check(String receipt, String seal) throws IOException, UsageException {
    printed.reset();
    Path ours = Files.writeString(folder.resolve("bets.csv.receipt"), receipt);
    Path theirs = Files.writeString(folder.resolve("seal.csv"), seal);
    return Check.run(new String[] {"--receipt=" + ours, "--seal=" + theirs}, out());
  }

  private static String receipt(int agency, long batches, long bets, String sha256) {
    return new Receipt("", agency, batches, bets, sha256, "").text();
  }

  private PrintStream out() {
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
