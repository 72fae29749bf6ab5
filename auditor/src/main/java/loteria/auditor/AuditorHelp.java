package loteria.auditor;

/** What {@code auditor --help} prints. */
final class AuditorHelp {
  static final String TEXT =
      """
      auditor - counts a draw by itself and compares it with what the server says

      SYNOPSIS
        auditor FOLDER [--seal HEX]

      DESCRIPTION
        The control system of a draw. It reads the folder of a draw, or a copy of it,
        counts all bets of the log, makes the seal, and after the draw finds the
        winners. It shares no code with the server for any of this. Each difference
        is one line that begins with `differs:`; the last line is `agrees` if there
        is none. No line has a person's name or document.

        FOLDER contains log/ and, where there are any, bets.csv, seal.csv and
        winners.csv. A server may be writing there; a follower's folder will do, too.
        Nothing is written.

      OPTIONS
        --seal HEX
                The seal that the bets must have: 64 hexadecimal digits.
        --help
                Print this and exit.
        --version
                Print the version and exit.

      ENVIRONMENT
        JAVA_HOME  where Java is, 25 or newer; else the PATH and the usual folders
        JAVA_OPTS  flags for the JVM

      EXIT STATUS
        0  everything that is there agrees
        1  something differs: each line that begins with `differs:` names what
        2  bad arguments, or a file cannot be read, or another version wrote it:
           the line on standard error says which
        3  out of memory: set a larger -Xmx in JAVA_OPTS

      EXAMPLES
        auditor ./data/default
        auditor ./copy --seal "$(cat published-seal)"
      """;

  private AuditorHelp() {}
}
