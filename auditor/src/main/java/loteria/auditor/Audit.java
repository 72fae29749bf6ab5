package loteria.auditor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loteria.auditor.count.BetsComparison;
import loteria.auditor.count.CountedWinners;
import loteria.auditor.count.Differences;
import loteria.auditor.count.DrawCount;
import loteria.auditor.count.SealComparison;
import loteria.auditor.count.WinnersComparison;
import loteria.auditor.log.AuditedEntry;
import loteria.auditor.log.AuditedLog;
import loteria.auditor.log.BrokenLogException;
import org.jspecify.annotations.Nullable;

/**
 * One audit of one folder: reads and counts everything, prints what it counted and every
 * difference. Writes no file.
 */
final class Audit {
  private final Path folder;
  private final @Nullable String seal;
  private final PrintStream out;
  private final Differences differences;
  private final DrawCount count;
  private final List<String> compared = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private long position;

  /**
   * @param folder the draw's, or a copy of it
   * @param seal the seal that the bets must have, in hexadecimal digits; null for any
   */
  Audit(Path folder, @Nullable String seal, PrintStream out) {
    this.folder = folder;
    this.seal = seal;
    this.out = out;
    this.differences = new Differences(out);
    this.count = new DrawCount(differences);
  }

  /**
   * Runs it.
   *
   * @return whether everything agrees
   * @throws IOException if a file cannot be read, or is of another version
   */
  boolean run() throws IOException {
    compared.add("log");
    if (readLog()) {
      compareSeal();
      compareWinners();
    }
    differences.printRest();
    print("compared: %s", String.join(", ", compared));
    if (!missing.isEmpty()) {
      print("not there: %s", String.join(", ", missing));
    }
    if (differences.isEmpty()) {
      print("agrees");
    }
    return differences.isEmpty();
  }

  /** Counts the log, beside bets.csv; returns whether the log is sound to its end. */
  private boolean readLog() throws IOException {
    if (!Files.exists(folder.resolve("bets.csv"))) {
      missing.add("bets.csv");
      return readLog(null);
    }
    try (var bets = new BetsComparison(folder, differences)) {
      compared.add("bets.csv");
      boolean isSound = readLog(bets);
      long behind = isSound ? bets.end(count.isEnded()) : 0;
      if (behind > 0 && !count.isEnded()) {
        print("bets.csv: %d bytes behind the log's rows are not compared", behind);
      }
      return isSound;
    }
  }

  private boolean readLog(@Nullable BetsComparison bets) throws IOException {
    String damage = "";
    long durable = 0;
    try (var log = new AuditedLog(folder)) {
      try {
        for (AuditedEntry entry = log.next(); entry != null; entry = log.next()) {
          count.take(entry);
          if (bets != null) {
            DrawCount.batches(entry, bets);
          }
        }
        log.checkEnd(count.isEnded());
      } catch (BrokenLogException e) {
        damage = String.valueOf(e.getMessage());
      }
      position = log.position();
      durable = log.durable();
    } catch (BrokenLogException e) {
      damage = String.valueOf(e.getMessage());
    }
    if (!damage.isEmpty()) {
      differences.add("%s", damage);
    }
    print("read: the log up to position %d, %s", position, end(damage, durable));
    print(
        "totals: %d agencies, %d batches, %d bets, %d bytes",
        count.agenciesWithBatches(), count.batches(), count.bets(), count.bytes());
    return damage.isEmpty();
  }

  private String end(String damage, long durable) {
    if (!damage.isEmpty()) {
      return "where it is damaged";
    }
    return count.isEnded()
        ? "where it was ended in order"
        : String.format(
            Locale.ROOT, "its end now; up to position %d it is known to be on disk", durable);
  }

  private void compareSeal() throws IOException {
    var comparison = new SealComparison(count, differences);
    String counted = comparison.compare(folder, position);
    boolean isSealed = count.sealed() != null;
    String notSealed = count.drawn() == null ? ", not sealed yet" : ", of a draw without a seal";
    print("seal: %s%s", counted, isSealed ? "" : notSealed);
    if (isSealed) {
      compared.add("the log's seal");
      (comparison.hasFile(folder) ? compared : missing).add("seal.csv");
    }
    if (seal != null) {
      compared.add("--seal");
      if (!seal.equals(counted)) {
        differences.add("--seal is %s, counted is %s", seal, counted);
      }
    }
  }

  private void compareWinners() throws IOException {
    Integer number = count.number();
    if (number == null) {
      return;
    }
    print("number: %d", number);
    if (count.hasBadRows()) {
      print("winners: not searched for, because rows cannot be read");
      return;
    }
    var winners = new CountedWinners(folder, position, count, number);
    winners.find();
    var line = new StringBuilder("winners: ").append(winners.count());
    count.eachWithBatches(
        agency -> {
          if (agency.winners() > 0) {
            line.append(", agency ").append(agency.agency()).append(": ").append(agency.winners());
          }
        });
    print("%s", line);
    if (count.drawn() == null) {
      missing.add("the log's draw");
      return;
    }
    compared.add("the log's draw");
    var comparison = new WinnersComparison(winners, count, differences);
    (comparison.hasFile(folder) ? compared : missing).add("winners.csv");
    comparison.compare(folder);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are constants of this class
  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
