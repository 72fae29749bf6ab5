package loteria.e2e.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import loteria.e2e.Bets;
import loteria.e2e.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** As many agencies as a country has, all at the last minute. */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(180)
class ManyAgenciesTest {
  private static final int AGENCIES = 1000;
  private static final int BETS_EACH = 12;
  private static final int PER_BATCH = 5;

  @TempDir Path folder;
  private final Transport transport;

  ManyAgenciesTest(Transport transport) {
    this.transport = transport;
  }

  @Test
  void aThousandAgenciesAtOnceGetTheirWinners() throws IOException {
    String[] limits = {"--max-connections", "2000"};
    var random = new Random(FaultScale.SEED);
    List<ExpectedBets> allExpected =
        IntStream.rangeClosed(1, AGENCIES)
            .mapToObj(id -> expectedBets(id, random.nextInt(4)))
            .toList();
    var model = new Model(allExpected, Bets.WINNING_NUMBER);
    Access access = transport.access(folder);
    try (RunningServer server = access.start(folder, 4, AGENCIES, limits)) {
      List<SimulatedAgency> agencies = new ArrayList<>();
      for (ExpectedBets expectedBets : allExpected) {
        agencies.add(
            new SimulatedAgency(
                new NativeConversation(expectedBets, access.dialer(server), 4),
                new Random(random.nextLong())));
      }
      agencies.forEach(SimulatedAgency::start);
      model.awaitWinners(agencies);
      model.checkDrawn(server.folder());
    }
  }

  private static ExpectedBets expectedBets(int id, int winners) {
    return new ExpectedBets(id, Bets.of(id, BETS_EACH, winners, FaultScale.SEED), PER_BATCH);
  }
}
