package loteria.agency.generate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import loteria.ipc.folder.FileAccess;
import loteria.ipc.row.RowCheck;
import loteria.ipc.row.RowWriter;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.HelpText;
import loteria.ipc.settings.Setting;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;

/** The program {@code agency generate}: writes a made-up file of bets in an agency's format. */
public final class Generate {
  private static final int FLUSH_BYTES = 64 << 10;

  private static final Setting BETS =
      new Setting("bets", "", "", "N", "how many bets, up to " + Documents.COUNT);
  private static final Setting SEED =
      new Setting("seed", "", "1", "N", "the same seed gives the same file");
  private static final Setting WINNERS =
      new Setting(
          "winners",
          "",
          "",
          "N",
          "exactly this many bets on the winning number, at most --bets; otherwise random");
  private static final Setting WINNING_NUMBER =
      new Setting("winning-number", "", "7574", "N", "the number that --winners bet on, 0 to 9999");
  private static final Setting FILE =
      new Setting("file", "", "", "FILE", "where to, instead of standard output");
  private static final Setting FORCE =
      new Setting("force", "", "", "", "replace the --file that is there");
  private static final Setting GROUP_READABLE =
      new Setting(
          "group-readable",
          "",
          "false",
          "",
          "whether the group may read --file, besides this user");
  private static final Setting PLAIN =
      new Setting("plain", "", "", "", "no name with a comma or a quote");
  private static final Setting HELP = new Setting("help", "", "", "", "print this and exit");
  private static final List<Setting> KNOWN =
      List.of(BETS, SEED, WINNERS, WINNING_NUMBER, FILE, FORCE, GROUP_READABLE, PLAIN, HELP);

  private static final String DESCRIPTION =
      """
      Writes believable bets: first name,last name,document,birth date,number; CRLF
      line ends. Documents are unique in a file. An agency program of the text
      dialect cannot send a name with a comma: --plain makes a file for it.\
      """;

  private static final String EXIT_STATUS =
      """
      0  the file is written
      1  it cannot be: the line on standard error says why
      2  an option is wrong or missing, or there is something at --file already, and
         nothing was written\
      """;

  private Generate() {}

  /**
   * Runs the command line.
   *
   * @throws UsageException if it is invalid
   */
  public static ExitCode run(String[] args) throws UsageException {
    Settings settings = Settings.read(KNOWN, args, Map.of());
    if (settings.isSet(HELP) || settings.arguments().equals(List.of("help"))) {
      System.out.print(help());
      return ExitCode.OK;
    }
    BetGenerator bets = generator(settings);
    try {
      if (settings.text(FILE).isEmpty()) {
        write(bets, new FileOutputStream(FileDescriptor.out));
      } else {
        FileAccess access = FileAccess.of(settings.isOn(GROUP_READABLE));
        NewFile.at(settings.text(FILE), settings.isSet(FORCE), access)
            .write(out -> write(bets, out));
      }
      return ExitCode.OK;
    } catch (IOException e) {
      System.err.println("agency generate: cannot write: " + e);
      return ExitCode.FAILED;
    }
  }

  private static String help() {
    return new HelpText("agency generate", "makes a file of bets as an agency would have it")
        .section("SYNOPSIS", "agency generate --bets N [OPTION]...")
        .section("DESCRIPTION", DESCRIPTION)
        .options(KNOWN, List.of(new HelpText.Group("OPTIONS", "bets")))
        .section("EXIT STATUS", EXIT_STATUS)
        .text();
  }

  private static BetGenerator generator(Settings settings) throws UsageException {
    if (!settings.arguments().isEmpty()) {
      throw new UsageException("'" + settings.arguments().getFirst() + "' is no flag: see --help");
    }
    if (settings.text(BETS).isEmpty()) {
      throw new UsageException("generate needs --bets N: how many bets? See --help");
    }
    int bets = settings.number(BETS, 0, Documents.COUNT);
    int winningNumber = settings.number(WINNING_NUMBER, 0, RowCheck.NUMBER_MAX);
    boolean chance = settings.text(WINNERS).isEmpty();
    var numbers =
        chance
            ? Numbers.byChance()
            : Numbers.withWinners(bets, settings.number(WINNERS, 0, bets), winningNumber);
    long seed = settings.number(SEED, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new BetGenerator(bets, seed, numbers, settings.isSet(PLAIN));
  }

  private static void write(BetGenerator bets, OutputStream to) throws IOException {
    try (to) {
      var rows = new RowWriter(FLUSH_BYTES + RowCheck.ROW_BYTES_MAX);
      while (bets.next(rows)) {
        if (rows.size() >= FLUSH_BYTES) {
          to.write(rows.bytes(), 0, rows.size());
          rows.truncate(0);
        }
      }
      to.write(rows.bytes(), 0, rows.size());
    }
  }
}
