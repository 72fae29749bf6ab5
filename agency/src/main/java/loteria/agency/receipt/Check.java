package loteria.agency.receipt;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

/** The program {@code agency check}: compares a receipt with the list of a draw's sealed bets. */
public final class Check {
  private static final int RECEIPT_BYTES_MAX = 64 << 10;

  private static final Setting RECEIPT =
      new Setting("receipt", "", "", "FILE", "the agency's receipt: FILE.receipt of its bets");
  private static final Setting SEAL =
      new Setting("seal", "", "", "FILE", "seal.csv, as the lottery published it");
  private static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  private static final List<Setting> KNOWN = List.of(RECEIPT, SEAL, HELP);

  private static final String DESCRIPTION =
      """
      Shows that the bets of which the agency has a receipt are in the sealed draw,
      to the byte: the agency's line in seal.csv has the receipt's batches, bets and
      SHA-256, and seal.csv has the SHA-256 that the receipt has as seal. It asks no
      server. Compare the seal that it prints with the one that was published before
      the draw.\
      """;

  private static final String EXIT_STATUS =
      """
      0  the receipt and the seal agree
      1  they differ: standard output has a line for each, with both values
      2  a flag is wrong or missing, or a file cannot be read or is malformed\
      """;

  private Check() {}

  /**
   * Runs the command line.
   *
   * @param out for the result
   * @throws UsageException if it is invalid, or a file cannot be read
   */
  public static ExitCode run(String[] args, PrintStream out) throws UsageException {
    Settings settings = Settings.read(KNOWN, args, Map.of());
    if (settings.isSet(HELP) || settings.arguments().equals(List.of("help"))) {
      out.print(help());
      return ExitCode.OK;
    }
    if (!settings.arguments().isEmpty()) {
      throw new UsageException("'" + settings.arguments().getFirst() + "' is no flag: see --help");
    }
    Path receiptPath = path(settings, RECEIPT);
    Path sealPath = path(settings, SEAL);
    Receipt receipt = receipt(receiptPath);
    SealList seal = seal(sealPath, receipt.agency());
    List<String> differences = differences(receipt, seal);
    if (differences.isEmpty()) {
      out.println(agreement(receipt, seal));
      return ExitCode.OK;
    }
    differences.forEach(out::println);
    return ExitCode.FAILED;
  }

  /** How a receipt and a seal differ, a line each; none if they agree. */
  static List<String> differences(Receipt receipt, SealList seal) {
    List<String> differences = new ArrayList<>();
    SealList.Line line = seal.line();
    if (line != null) {
      compare(differences, "batches", receipt.batches(), line.batches());
      compare(differences, "bets", receipt.bets(), line.bets());
      compare(differences, "sha256", receipt.sha256(), line.sha256());
    } else if (receipt.batches() > 0) {
      differences.add(
          String.format(
              Locale.ROOT,
              "agency: the receipt has %d batches and %d bets of agency %d, the seal has no such"
                  + " agency",
              receipt.batches(),
              receipt.bets(),
              receipt.agency()));
    }
    if (!receipt.seal().isEmpty()) {
      compare(differences, "seal", receipt.seal(), seal.sha256());
    }
    return differences;
  }

  private static void compare(List<String> differences, String what, Object ours, Object theirs) {
    if (!ours.equals(theirs)) {
      differences.add(what + ": the receipt has " + ours + ", the seal " + theirs);
    }
  }

  private static String agreement(Receipt receipt, SealList seal) {
    return String.format(
        Locale.ROOT,
        "agency %d: all %d bets of the receipt are in the sealed draw%s, seal %s%s",
        receipt.agency(),
        receipt.bets(),
        receipt.draw().isEmpty() ? "" : " " + receipt.draw(),
        seal.sha256(),
        receipt.seal().isEmpty() ? " (the receipt has no seal to compare it with)" : "");
  }

  private static String help() {
    return new HelpText("agency check", "shows that an agency's bets are in the sealed draw")
        .section("SYNOPSIS", "agency check --receipt FILE --seal FILE")
        .section("DESCRIPTION", DESCRIPTION)
        .options(KNOWN, List.of(new HelpText.Group("OPTIONS", "receipt")))
        .section("EXIT STATUS", EXIT_STATUS)
        .text();
  }

  private static Receipt receipt(Path path) throws UsageException {
    try (var content = Files.newInputStream(path)) {
      byte[] bytes = content.readNBytes(RECEIPT_BYTES_MAX + 1);
      if (bytes.length > RECEIPT_BYTES_MAX) {
        throw new UsageException(
            path + " is not a receipt: it has more than " + RECEIPT_BYTES_MAX + " bytes");
      }
      return Receipt.parse(path.toString(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static SealList seal(Path path, int agency) throws UsageException {
    try {
      return SealList.read(path, agency);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static UsageException unreadable(Path path, IOException why) {
    return new UsageException(path + " cannot be read: " + why);
  }

  private static Path path(Settings settings, Setting file) throws UsageException {
    String name = settings.text(file);
    if (name.isEmpty()) {
      throw new UsageException("check needs --" + file.flag() + " FILE: see --help");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw settings.bad(
          file, "is no file name in this locale (try LC_ALL=C.UTF-8): " + e.getReason());
    }
  }
}
