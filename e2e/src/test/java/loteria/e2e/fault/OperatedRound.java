package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import loteria.e2e.Dialer;
import loteria.e2e.Proof;
import loteria.e2e.RunningServer;
import loteria.ipc.row.Sha256;
import loteria.supervisor.status.PastDraw;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * A run of one schedule in which an operator closes the intake, draws the number and opens the next
 * draw, fault after fault before, between and in these steps, and the check of every draw.
 */
final class OperatedRound implements AutoCloseable {
  private final Schedule schedule;
  private final Path folder;
  private final Access access;
  private final FaultyServer server;
  private final RepeatingOperator operator;
  private final List<Made> made = new ArrayList<>();

  /** Those that came at their moment. */
  private final List<StepKill> kills = new ArrayList<>();

  /** A draw that has been made, and what it must stay. */
  private record Made(SeasonDraw draw, Model model, PastDraw past, List<String> digests) {}

  OperatedRound(Schedule schedule, Path folder, Access access) throws IOException {
    this.schedule = schedule;
    this.folder = folder;
    this.access = access;
    this.server = new FaultyServer(schedule, folder, access, RunningServer.NO_NUMBER);
    this.operator = new RepeatingOperator(server::operator);
  }

  /** Carries it out. */
  void run() throws IOException, InterruptedException {
    for (SeasonDraw draw : schedule.draws()) {
      hold(draw);
    }
    server.stop();
    for (Made one : made) {
      assertEquals(one.digests(), digests(one.draw()), "files of " + one.draw().name());
      Proof.of(folder, server.data(), one.draw().name(), Objects.requireNonNull(one.past().seal()));
    }
  }

  private void hold(SeasonDraw draw) throws IOException, InterruptedException {
    try (var agencies =
        new Agencies(
            schedule.agencies(),
            folder.resolve("agencies-" + draw.name()),
            access,
            server.port(),
            draw.name(),
            draw.operated().betsEach(schedule.betsEach()),
            draw.seed(),
            draw.operated()::number)) {
      agencies.start();
      String seal = close(draw, agencies);
      during(operator.draws(agencies.model().number()), draw.drawing(), agencies);
      agencies.awaitWinners();
      check(draw, agencies.model(), seal);
      if (made.size() < schedule.draws().size()) {
        String next = next();
        during(operator.opens(next), draw.opening(), agencies);
        Status opened = operator.await(status -> status.draw().equals(next));
        assertEquals(made.stream().map(Made::past).toList(), opened.earlier());
      }
    }
  }

  /** Closes the intake, or lets it close; returns the seal, where the operator waits for it. */
  private @Nullable String close(SeasonDraw draw, Agencies agencies)
      throws IOException, InterruptedException {
    Duration after = draw.operated().closesAfter();
    during(
        after == null
            ? CompletableFuture.completedFuture(null)
            : operator.closesIntake(after, agencies.model()),
        draw.closing(),
        agencies);
    return draw.isEager()
        ? null
        : operator.await(status -> status.phase() == Status.Phase.SEALED).seal();
  }

  /** What happens while the operator's command is under way. */
  private void during(CompletableFuture<Void> command, SeasonDraw.Step step, Agencies agencies)
      throws IOException, InterruptedException {
    if (step.kill() != null && server.inflict(step.kill(), agencies, next())) {
      kills.add(step.kill());
    }
    server.inflict(step.faults(), agencies);
    command.join();
  }

  /** The name of the draw behind those that are made. */
  private String next() {
    return "draw-" + (made.size() + 1);
  }

  private void check(SeasonDraw draw, Model model, @Nullable String sealBefore) throws IOException {
    Status drawn = operator.await(status -> status.phase() == Status.Phase.DRAWN);
    String seal = Objects.requireNonNull(drawn.seal());
    assertEquals(sealBefore == null ? seal : sealBefore, seal);
    assertEquals(model.number(), drawn.winningNumber());
    Path of = server.data().resolve(draw.name());
    model.checkDrawn(of);
    model.checkSealed(of, seal);
    operator.changesNothing(drawn);
    if (!made.isEmpty()) {
      checkLateWinners(made.getLast());
    }
    int winners = model.winners().size();
    var past = new PastDraw(draw.name(), model.count(), seal, model.number(), winners);
    made.add(new Made(draw, model, past, digests(draw)));
  }

  /** The draw before is kept open. */
  private void checkLateWinners(Made before) throws IOException {
    Dialer dialer = access.dialer(server.port());
    for (ExpectedBets expected : before.model().allExpected()) {
      assertEquals(
          expected.winners(before.model().number()),
          LateWinners.of(dialer, before.draw().name(), expected.agency()),
          "late winners of agency " + expected.agency());
    }
  }

  /** Of the files that a draw publishes. */
  private List<String> digests(SeasonDraw draw) throws IOException {
    List<String> digests = new ArrayList<>();
    for (String name : List.of("bets.csv", "seal.csv", "winners.csv")) {
      Path file = server.data().resolve(draw.name()).resolve(name);
      digests.add(name + " " + Sha256.of(Files.readAllBytes(file)));
    }
    return digests;
  }

  /** How much of what agencies had was taken, draw by draw, and at which moments it was killed. */
  String outcome() {
    return made.stream()
        .map(
            one ->
                "%s %d of %d, %d winners"
                    .formatted(
                        one.draw().name(),
                        one.model().count(),
                        one.draw().operated().betsEach(schedule.betsEach())
                            * schedule.agencies().size(),
                        one.past().winners()))
        .collect(Collectors.joining("; ", "", ", " + kills));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
