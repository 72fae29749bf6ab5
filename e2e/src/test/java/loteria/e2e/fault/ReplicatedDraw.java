package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.ipc.message.ErrorCode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The agencies of a draw that several servers hold, with the model of what they send. */
final class ReplicatedDraw implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Model model;
  private final List<SimulatedAgency> agencies = new ArrayList<>();

  /**
   * Makes the agencies; starts none.
   *
   * @param isNamed whether those of the native dialect name the draw
   * @param operated null where the servers have the number from the start
   * @param seed of what they send, and how
   */
  ReplicatedDraw(
      String name,
      boolean isNamed,
      ReplicatedSchedule schedule,
      @Nullable OperatedDraw operated,
      long seed,
      Centrals centrals) {
    this.name = name;
    int each = operated == null ? schedule.betsEach() : operated.betsEach(schedule.betsEach());
    var random = new Random(seed);
    List<ExpectedBets> expected = new ArrayList<>();
    for (int id = 1; id <= schedule.isNative().size(); id++) {
      boolean isNative = schedule.isNative().get(id - 1);
      List<List<String>> bets = Bets.of(id, each, random.nextInt(5), seed);
      var own =
          new ExpectedBets(id, isNative ? bets : Bets.withoutCommas(bets), random.nextInt(3, 30));
      expected.add(own);
      agencies.add(agency(own, isNative, isNamed ? name : "", random, centrals));
    }
    this.model =
        new Model(expected, operated == null ? Bets.WINNING_NUMBER : operated.number(expected));
  }

  private static SimulatedAgency agency(
      ExpectedBets expected, boolean isNative, String named, Random random, Centrals centrals) {
    Dialer dialer = centrals.dialer(new Random(random.nextLong()));
    // A session that was left at one server may be begun there after the next at another.
    Set<ErrorCode> again = Set.of(ErrorCode.SUPERSEDED);
    SimulatedAgency.Conversation conversation =
        isNative
            ? new NativeConversation(expected, dialer, named, random.nextInt(1, 9), again)
            : new TextConversation(expected, dialer, again);
    return new SimulatedAgency(conversation, new Random(random.nextLong()));
  }

  String name() {
    return name;
  }

  Model model() {
    return model;
  }

  void start() {
    agencies.forEach(SimulatedAgency::start);
  }

  /** The one that a fault hits. */
  SimulatedAgency pick(int pick) {
    return agencies.get(pick % agencies.size());
  }

  /** Waits until every agency has its winners and no others, and every copy has the draw. */
  void check(Centrals centrals, String seal) throws IOException {
    model.awaitWinners(agencies);
    Path one = centrals.copy(0, name);
    for (int central = 0; central < centrals.count(); central++) {
      Path copy = centrals.copy(central, name);
      Awaitility.await("the winners of central " + central)
          .atMost(PATIENCE)
          .until(() -> Files.exists(copy.resolve("winners.csv")));
      model.checkDrawn(copy);
      if (!seal.isEmpty()) {
        model.checkSealed(copy, seal);
      }
      for (String file : List.of("bets.csv", "winners.csv")) {
        assertEquals(-1, Files.mismatch(one.resolve(file), copy.resolve(file)), file);
      }
    }
  }

  @Override
  public void close() {
    agencies.forEach(SimulatedAgency::close);
  }
}
