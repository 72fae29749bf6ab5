package loteria.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of five agencies and their expected winners: one made up from a seed, always; and the
 * exercise's own, if it is beside the project.
 *
 * @param name for the test's report
 * @param files by agency
 * @param winners documents by agency, in file order
 * @param bets how many there are in all
 */
public record DataSet(
    String name, Map<Integer, Path> files, Map<Integer, List<String>> winners, int bets) {
  public static final int AGENCIES = 5;

  private static final Path EXERCISE = Path.of("..", "..", "shared", "data");

  @Override
  public String toString() {
    return name;
  }

  /** The available data sets. */
  public static List<DataSet> all(Path folder, long seed) throws IOException {
    List<DataSet> sets = new ArrayList<>();
    sets.add(madeUp(folder, seed, 4000));
    if (Files.exists(EXERCISE.resolve("agency-1.csv"))) {
      sets.add(exercise(folder));
    }
    return sets;
  }

  /** Made-up files; agency {@code i} has {@code i - 1} winners and {@code i × bets} bets. */
  public static DataSet madeUp(Path folder, long seed, int betsEach) throws IOException {
    Map<Integer, Path> files = new TreeMap<>();
    Map<Integer, List<String>> winners = new TreeMap<>();
    int count = 0;
    for (int agency = 1; agency <= AGENCIES; agency++) {
      List<List<String>> bets = Bets.of(agency, agency * betsEach, agency - 1, seed);
      files.put(agency, AgencyRun.file(folder, agency, bets));
      winners.put(agency, Bets.documents(bets, agency - 1));
      count += bets.size();
    }
    return new DataSet("made up from seed " + seed, files, winners, count);
  }

  private static DataSet exercise(Path folder) throws IOException {
    Map<Integer, Path> files = new TreeMap<>();
    for (int agency = 1; agency <= AGENCIES; agency++) {
      Path copy = folder.resolve("exercise-" + agency + ".csv");
      files.put(agency, Files.copy(EXERCISE.resolve("agency-" + agency + ".csv"), copy));
    }
    return new DataSet(
        "the exercise's own",
        files,
        Map.of(
            1, List.of("30876370", "24807259"),
            2, List.of("33791469", "31660107", "24813860"),
            3, List.of("22737492", "23328212", "28188111"),
            4, List.of("34963649", "35635602"),
            5, List.of()),
        78_697);
  }
}
