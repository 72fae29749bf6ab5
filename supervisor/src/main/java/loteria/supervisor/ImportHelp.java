package loteria.supervisor;

import java.util.List;

/** What {@code supervisor import --help} says. */
final class ImportHelp {
  static final CommandHelp.Page PAGE =
      new CommandHelp.Page(
          "import",
          "import FOLDER [--topic-lost] [OPTION]...",
          "moves a draw into another ledger",
          """
          Makes the ledger that --ledger, --data and --draw name, which must not exist
          yet, out of the one in FOLDER: a ledger of files, or the copy of a topic.
          All of it is checked first. Afterwards only the new ledger is served: FOLDER
          is marked, and the topic that it is a copy of ends. Agencies continue where
          they were. Nothing may serve the draw meanwhile.

          With --ledger file, --kafka names the brokers of the topic loteria-NAME that
          FOLDER, with the name NAME, is a copy of; the copy must have all of it. An
          import that was broken off leaves nothing that is served: import again.\
          """,
          "FOLDER  a draw's folder, DATA/DRAW of the server that served it",
          List.of(
              DrawImport.TOPIC_LOST,
              SupervisorOptions.AGENCIES,
              SupervisorOptions.WINNING_NUMBER,
              SupervisorOptions.DATA,
              SupervisorOptions.DRAW,
              SupervisorOptions.LEDGER,
              SupervisorOptions.KAFKA,
              SupervisorOptions.KAFKA_CONFIG,
              SupervisorOptions.KAFKA_CREATE_TOPIC,
              SupervisorOptions.KAFKA_UNFORCED,
              LimitOptions.COMMIT_TIMEOUT,
              SupervisorOptions.GROUP_READABLE,
              SupervisorOptions.CONFIG,
              SupervisorOptions.HELP),
          """
          0   the draw has moved
          1   it cannot be moved now: the line says why
          2   it cannot be moved so, or a flag is wrong: nothing has been moved
          12  a supervisor serves the draw, or uses the new ledger's folder: stop it
          13  the ledger is damaged where it was known to be on disk, or the topic has
              lost messages: nothing has been moved
          16  the draw has moved from FOLDER before: the line says where to\
          """);

  private ImportHelp() {}
}
