package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import loteria.e2e.OperatorCli;
import loteria.supervisor.status.Status;

/**
 * An operator whose server may die under a command: he repeats it, on a thread of its own, until
 * the server says that it is done, now or before.
 *
 * @param any of the servers of the draw, chosen for each command
 */
record RepeatingOperator(Supplier<OperatorCli> any) {
  /**
   * Closes the intake.
   *
   * @param after how long he waits first
   * @param model from then on agencies may be closed out
   */
  CompletableFuture<Void> closesIntake(Duration after, Model model) {
    Executor later = CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(model::mayClose, later)
        .thenCompose(_ -> repeats("the intake has closed already", "close-intake", "--yes"));
  }

  CompletableFuture<Void> draws(int number) {
    return repeats("a number has been drawn already", "draw", Integer.toString(number), "--yes");
  }

  CompletableFuture<Void> opens(String draw) {
    return repeats("there is a draw " + draw + " already", "open", draw);
  }

  private CompletableFuture<Void> repeats(String isDone, String... command) {
    return CompletableFuture.runAsync(
        () ->
            Attempts.until(
                () -> {
                  OperatorCli.Output output = any.get().ask(command);
                  return output.code() == 0 || output.toString().contains(isDone);
                }),
        task -> Thread.ofPlatform().name(command[0]).daemon().start(task));
  }

  /** The status, once it is so. */
  Status await(Predicate<Status> condition) {
    List<Status> seen = new ArrayList<>();
    Attempts.until(
        () -> {
          seen.add(any.get().status());
          return condition.test(seen.getLast());
        });
    return seen.getLast();
  }

  /** Says everything again, and another number, of a draw that is made: nothing changes. */
  void changesNothing(Status drawn) {
    int other = (Objects.requireNonNull(drawn.winningNumber()) + 1) % 10_000;
    assertRefused("draw", Integer.toString(other), "--yes");
    assertRefused("close-intake", "--yes");
    assertRefused("open", drawn.draw());
    Status now = await(status -> status.phase() == Status.Phase.DRAWN);
    assertEquals(drawn.draw(), now.draw());
    assertEquals(drawn.seal(), now.seal());
    assertEquals(drawn.winningNumber(), now.winningNumber());
    assertEquals(drawn.earlier(), now.earlier());
  }

  private void assertRefused(String... command) {
    OperatorCli.Output output = any.get().ask(command);
    assertEquals(1, output.code(), output::toString);
  }
}
