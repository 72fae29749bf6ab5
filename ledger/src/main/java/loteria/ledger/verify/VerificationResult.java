package loteria.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.Seal;
import org.jspecify.annotations.Nullable;

/**
 * What a draw's files hold and what is wrong with them.
 *
 * @param folder where they are
 * @param entries how many the log has
 * @param end where the log ends: a position, in bytes
 * @param mark up to which position it was known to be on disk
 * @param isEnded whether the last server to use it ended in order
 * @param betsBytes how long bets.csv is by the log
 * @param agencies those that the log knows, by number
 * @param stage how far the draw is before its winners are known
 * @param draw null where none is made
 * @param notes what the next start will do, if it is sound; one line each
 * @param problems what is wrong, one line each; the first of many
 * @param problemCount how many there are
 */
public record VerificationResult(
    String folder,
    long entries,
    long end,
    long mark,
    boolean isEnded,
    long betsBytes,
    List<Agency> agencies,
    DrawStage stage,
    @Nullable DrawRecord draw,
    List<String> notes,
    List<String> problems,
    long problemCount) {

  /** What is stored of an agency. */
  public record Agency(int number, long batches, long bets, boolean isFinished) {}

  /** Whether nothing is wrong. */
  public boolean isSound() {
    return problemCount == 0;
  }

  /** All of it for a person. */
  public String text() {
    return text(List.of());
  }

  /**
   * The same.
   *
   * @param warnings what an operator should change though nothing is wrong, one line each
   */
  public String text(List<String> warnings) {
    List<String> lines = new ArrayList<>();
    lines.add("folder    " + folder);
    lines.add(
        String.format(
            Locale.ROOT,
            "log       %s, %d bytes, %d of them known to be on disk%s",
            counted(entries, "entry", "entries"),
            end,
            Math.min(mark, end),
            isEnded ? ", ended in order" : ""));
    lines.add(String.format(Locale.ROOT, "bets.csv  %d bytes", betsBytes));
    lines.add("");
    addAgencies(lines);
    lines.add("");
    if (stage.closed()) {
      Seal seal = stage.seal();
      lines.add("intake    closed");
      lines.add("seal      " + (seal == null ? "none yet" : seal.sha256()));
    }
    lines.add(
        draw == null
            ? "draw      not made"
            : String.format(
                Locale.ROOT,
                "draw      number %04d, %s",
                draw.winningNumber(),
                counted(draw.winners(), "winner", "winners")));
    if (isSound()) {
      notes.forEach(note -> lines.add("note      " + note));
    }
    warnings.forEach(warning -> lines.add("warning   " + warning));
    problems.forEach(problem -> lines.add("problem   " + problem));
    if (problemCount > problems.size()) {
      lines.add(
          String.format(Locale.ROOT, "problem   and %d more", problemCount - problems.size()));
    }
    lines.add("result    " + (isSound() ? "sound" : "problems: " + problemCount));
    return String.join("\n", lines) + "\n";
  }

  private void addAgencies(List<String> lines) {
    lines.add(
        String.format(Locale.ROOT, "%10s %12s %14s   %s", "agency", "batches", "bets", "finished"));
    long batches = 0;
    long bets = 0;
    long finished = 0;
    for (Agency agency : agencies) {
      batches += agency.batches;
      bets += agency.bets;
      finished += agency.isFinished ? 1 : 0;
      lines.add(
          String.format(
              Locale.ROOT,
              "%10d %12d %14d   %s",
              agency.number,
              agency.batches,
              agency.bets,
              agency.isFinished ? "yes" : "no"));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%10s %12d %14d   %s",
            "all",
            batches,
            bets,
            counted(finished, "agency", "agencies")));
  }

  private static String counted(long number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }
}
