package loteria.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import loteria.bench.Folders;
import loteria.bench.Measurements;
import loteria.bench.Scenario;
import loteria.bench.Setup;
import loteria.bench.Table;
import loteria.bench.instead.BetStore;
import loteria.bench.instead.OurServer;
import loteria.bench.instead.Postgres;
import loteria.bench.instead.PostgresPrograms;
import loteria.bench.instead.Sqlite;
import loteria.bench.load.BatchSize;
import loteria.bench.load.RowPool;

/** The same bets stored by the alternatives. */
public final class Instead implements Scenario {
  private static final List<Size> SIZES = List.of(new Size(70, 10_000), new Size(1000, 1_500));

  /**
   * Our server first as an agency uses it, then with one batch in flight, as the others have it.
   */
  private static final int[] WINDOWS = {8, 1};

  /** How many bets a batch has, and how many batches are stored. */
  private record Size(int bets, int batches) {
    long total() {
      return (long) bets * batches;
    }
  }

  private interface Opener {
    BetStore open(Path folder) throws IOException, SQLException, InterruptedException;
  }

  /** One alternative, and its bets per second of each size in each run. */
  private static final class Choice {
    final String name;
    final Opener opener;
    final List<List<Double>> speeds =
        SIZES.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();

    Choice(String name, Opener opener) {
      this.name = name;
      this.opener = opener;
    }

    double speed(int size) {
      return Measurements.median(speeds.get(size).stream().mapToDouble(each -> each).toArray());
    }
  }

  @Override
  public String name() {
    return "instead";
  }

  @Override
  public List<Table> measure(Setup setup)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    RowPool pool = RowPool.read(setup.bets(), Setup.AGENCIES);
    List<Choice> choices = new ArrayList<>();
    for (int window : WINDOWS) {
      choices.add(
          new Choice(
              "this server, window " + window,
              folder -> new OurServer(setup, folder, pool, window)));
    }
    choices.add(new Choice("SQLite", folder -> new Sqlite(folder, pool)));
    Optional<PostgresPrograms> programs = PostgresPrograms.find();
    boolean canEnter = programs.isPresent() && programs.get().open(setup.work());
    if (canEnter) {
      choices.add(new Choice("PostgreSQL", folder -> postgres(programs.get(), folder, pool)));
    }
    List<Choice> turns = new ArrayList<>(choices);
    for (int run = 0; run < setup.runs(); run++) {
      for (Choice choice : turns) {
        measure(choice, setup.work());
      }
      Collections.rotate(turns, 1);
    }
    Table table = table(choices);
    if (!canEnter) {
      table.row(
          "PostgreSQL", "-", programs.isEmpty() ? "not installed" : "its user may not enter", "-");
    }
    return List.of(table);
  }

  private static BetStore postgres(PostgresPrograms programs, Path folder, RowPool pool)
      throws IOException, SQLException, InterruptedException {
    programs.open(folder);
    return new Postgres(programs, folder, pool);
  }

  private static void measure(Choice choice, Path work)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    Path folder = Folders.make(work);
    try (BetStore store = choice.opener.open(folder)) {
      long stored = 0;
      for (int i = 0; i < SIZES.size(); i++) {
        Size size = SIZES.get(i);
        // The first time is the warm-up.
        store.store(size.bets, size.batches);
        choice.speeds.get(i).add(size.total() / store.store(size.bets, size.batches));
        stored += 2 * size.total();
      }
      if (store.count() != stored) {
        throw new IOException(
            String.format(Locale.ROOT, "%s has %d of %d bets", choice.name, store.count(), stored));
      }
    }
    Folders.delete(folder);
  }

  private static Table table(List<Choice> choices) {
    var table =
        new Table(
            "Instead",
            "The alternatives, with the same bets on the same disk, each batch on disk"
                + " before it counts. This server: 4 workers, 5 agencies over TCP, rows checked;"
                + " window: how many batches each has in flight, the others have one. SQLite: in"
                + " the sender's own process, WAL, synchronous=FULL, one connection, one INSERT of"
                + " many rows for each batch. PostgreSQL: as it comes, 5 connections over TCP, one"
                + " COPY for each batch. Neither checks a row, nor knows a batch that it has.",
            "what",
            "batch",
            "bets/s",
            "times ours");
    for (int i = 0; i < SIZES.size(); i++) {
      double ours = choices.getFirst().speed(i);
      for (Choice choice : choices) {
        double speed = choice.speed(i);
        table.row(
            choice.name,
            BatchSize.rows(SIZES.get(i).bets).label(),
            Measurements.whole(speed),
            Measurements.fixed(speed / ours, 2));
      }
    }
    return table;
  }
}
