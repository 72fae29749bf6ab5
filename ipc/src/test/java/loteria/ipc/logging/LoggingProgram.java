package loteria.ipc.logging;

import java.util.Random;

/** A program that logs many lines of many lengths, each with its name and number. */
final class LoggingProgram {
  static final int LINES = 20_000;
  static final long SEED = 12;

  private LoggingProgram() {}

  public static void main(String[] args) {
    var log = new ActionLog(LoggingProgram.class);
    var random = new Random(SEED);
    for (int i = 0; i < LINES; i++) {
      log.success("line", "of", args[0], "number", i, "x", "x".repeat(random.nextInt(300)) + ".");
    }
    Logging.flush();
  }
}
