package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;

/** The agencies of a draw, with the model of what they send. */
final class Agencies implements AutoCloseable {
  private final Path folder;
  private final Access access;
  private final int port;
  private final String draw;
  private final Model model;
  private final List<FaultyAgency> all = new ArrayList<>();

  /**
   * Makes them; starts none.
   *
   * @param kinds of each, agency 1 first
   * @param folder for their files
   * @param port where they reach the server
   * @param draw its name
   * @param seed of what they send, and how
   * @param number chooses the one that wins
   */
  Agencies(
      List<Schedule.Kind> kinds,
      Path folder,
      Access access,
      int port,
      String draw,
      int betsEach,
      long seed,
      ToIntFunction<List<ExpectedBets>> number)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.access = access;
    this.port = port;
    this.draw = draw;
    List<ExpectedBets> expected = new ArrayList<>();
    var random = new Random(seed);
    for (int id = 1; id <= kinds.size(); id++) {
      Schedule.Kind kind = kinds.get(id - 1);
      List<List<String>> bets = Bets.of(id, betsEach, random.nextInt(5), seed);
      boolean text = kind == Schedule.Kind.TEXT;
      var one = new ExpectedBets(id, text ? Bets.withoutCommas(bets) : bets, random.nextInt(3, 30));
      expected.add(one);
      all.add(agency(kind, one, random));
    }
    this.model = new Model(expected, number.applyAsInt(expected));
  }

  private FaultyAgency agency(Schedule.Kind kind, ExpectedBets expected, Random random)
      throws IOException {
    var pauses = new Random(random.nextLong());
    Dialer dialer = access.dialer(port);
    return switch (kind) {
      case NATIVE -> {
        int window = random.nextInt(1, 9);
        // One of two names its draw.
        String named = window % 2 == 0 ? draw : "";
        yield new SimulatedAgency(
            new NativeConversation(expected, dialer, named, window, Set.of()), pauses);
      }
      case TEXT -> new SimulatedAgency(new TextConversation(expected, dialer), pauses);
      case PROGRAM -> new ProgramAgency(expected, folder, access, port, draw);
    };
  }

  void start() throws IOException {
    for (FaultyAgency agency : all) {
      agency.start();
    }
  }

  /** The one that a fault hits. */
  FaultyAgency pick(Schedule.Fault fault) {
    return all.get(fault.pick() % all.size());
  }

  /** The draw's name. */
  String draw() {
    return draw;
  }

  Model model() {
    return model;
  }

  /** Waits until every one has its winners and no others. */
  void awaitWinners() {
    model.awaitWinners(all);
  }

  @Override
  public void close() {
    all.forEach(FaultyAgency::close);
  }
}
