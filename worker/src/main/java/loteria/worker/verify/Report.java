package loteria.worker.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.ipc.wire.Coordination.DrawRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a draw's files hold and what is wrong with them.
 *
 * @param folder where they are
 * @param records how many the journal has
 * @param forced how many of them were known to be on disk
 * @param recordsToRedo how many of them, or their rows, are in the redo log alone
 * @param bytes how much of bets.csv they speak of
 * @param agencies those that the journal knows, by number
 * @param draw null where none is made
 * @param torn what is written behind the last record, one line each
 * @param problems what is wrong, one line each; the first of many
 * @param problemCount how many there are
 */
public record Report(
    Path folder,
    int records,
    int forced,
    int recordsToRedo,
    long bytes,
    List<Agency> agencies,
    @Nullable DrawRecord draw,
    List<String> torn,
    List<String> problems,
    long problemCount) {

  /** What is stored of an agency. */
  public record Agency(int number, long batches, long bets, boolean finished) {}

  static Report of(
      Path folder, int mark, int recordsToRedo, Audit audit, List<String> torn, Problems problems) {
    List<Agency> agencies = new ArrayList<>();
    audit
        .agencies()
        .forEach(
            (number, tally) -> {
              if (tally.isWorthTelling()) {
                agencies.add(new Agency(number, tally.batches, tally.bets, tally.finished));
              }
            });
    return new Report(
        folder,
        audit.records(),
        Math.min(mark, audit.records()),
        recordsToRedo,
        audit.committedBytes(),
        agencies,
        audit.draw(),
        torn,
        problems.lines(),
        problems.count());
  }

  /** Whether nothing is wrong. */
  public boolean isSound() {
    return problemCount == 0;
  }

  /** All of it for a person. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("folder    " + folder);
    lines.add(
        String.format(
            Locale.ROOT, "journal   %d records, %d of them known to be on disk", records, forced));
    lines.add(String.format(Locale.ROOT, "bets.csv  %d bytes", bytes));
    lines.add("");
    addAgencies(lines);
    lines.add("");
    lines.add(
        draw == null
            ? "draw      not made"
            : String.format(
                Locale.ROOT,
                "draw      number %04d, %d winners",
                draw.winningNumber(),
                draw.winners()));
    if (recordsToRedo > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "redo log  has %d records that the files lack: the next start writes them there",
              recordsToRedo));
    }
    torn.forEach(tail -> lines.add("torn tail " + tail));
    if (!torn.isEmpty()) {
      lines.add("          left by a crash, and the next start cuts it off; or being written now");
    }
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
      finished += agency.finished ? 1 : 0;
      lines.add(
          String.format(
              Locale.ROOT,
              "%10d %12d %14d   %s",
              agency.number,
              agency.batches,
              agency.bets,
              agency.finished ? "yes" : "no"));
    }
    lines.add(
        String.format(Locale.ROOT, "%10s %12d %14d   %d agencies", "all", batches, bets, finished));
  }
}
