package loteria.supervisor.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import loteria.supervisor.slot.LifeCycle.Action;
import loteria.supervisor.slot.LifeCycle.Event;
import loteria.supervisor.slot.LifeCycle.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class LifeCycleTest {
  /** State, event, next state, actions: every pair. */
  private static final String TABLE =
      """
      WAITING  LAUNCH_DUE       STARTING LAUNCH
      WAITING  ANNOUNCED        WAITING
      WAITING  TIMED_OUT        WAITING
      WAITING  EXITED           WAITING
      WAITING  EXITED_FOR_GOOD  WAITING
      WAITING  EXITED_TOO_OFTEN WAITING
      WAITING  UNWANTED         RETIRED
      STARTING LAUNCH_DUE       STARTING
      STARTING ANNOUNCED        READY    ADMIT
      STARTING TIMED_OUT        KILLED   DUMP_THREADS KILL
      STARTING EXITED           WAITING  PLAN_RESTART
      STARTING EXITED_FOR_GOOD  RETIRED
      STARTING EXITED_TOO_OFTEN GIVEN_UP REPORT_GIVEN_UP
      STARTING UNWANTED         STOPPING TERMINATE
      READY    LAUNCH_DUE       READY
      READY    ANNOUNCED        READY
      READY    TIMED_OUT        STOPPING WITHDRAW DUMP_THREADS TERMINATE
      READY    EXITED           WAITING  WITHDRAW PLAN_RESTART
      READY    EXITED_FOR_GOOD  RETIRED  WITHDRAW
      READY    EXITED_TOO_OFTEN GIVEN_UP WITHDRAW REPORT_GIVEN_UP
      READY    UNWANTED         DRAINING WITHDRAW SEND_DRAIN
      DRAINING LAUNCH_DUE       DRAINING
      DRAINING ANNOUNCED        DRAINING
      DRAINING TIMED_OUT        STOPPING DUMP_THREADS TERMINATE
      DRAINING EXITED           WAITING  PLAN_RESTART
      DRAINING EXITED_FOR_GOOD  RETIRED
      DRAINING EXITED_TOO_OFTEN GIVEN_UP REPORT_GIVEN_UP
      DRAINING UNWANTED         DRAINING
      STOPPING LAUNCH_DUE       STOPPING
      STOPPING ANNOUNCED        STOPPING
      STOPPING TIMED_OUT        KILLED   KILL
      STOPPING EXITED           WAITING  PLAN_RESTART
      STOPPING EXITED_FOR_GOOD  RETIRED
      STOPPING EXITED_TOO_OFTEN GIVEN_UP REPORT_GIVEN_UP
      STOPPING UNWANTED         STOPPING
      KILLED   LAUNCH_DUE       KILLED
      KILLED   ANNOUNCED        KILLED
      KILLED   TIMED_OUT        KILLED
      KILLED   EXITED           WAITING  PLAN_RESTART
      KILLED   EXITED_FOR_GOOD  RETIRED
      KILLED   EXITED_TOO_OFTEN GIVEN_UP REPORT_GIVEN_UP
      KILLED   UNWANTED         KILLED
      GIVEN_UP LAUNCH_DUE       GIVEN_UP
      GIVEN_UP ANNOUNCED        GIVEN_UP
      GIVEN_UP TIMED_OUT        GIVEN_UP
      GIVEN_UP EXITED           GIVEN_UP
      GIVEN_UP EXITED_FOR_GOOD  GIVEN_UP
      GIVEN_UP EXITED_TOO_OFTEN GIVEN_UP
      GIVEN_UP UNWANTED         RETIRED
      RETIRED  LAUNCH_DUE       RETIRED
      RETIRED  ANNOUNCED        RETIRED
      RETIRED  TIMED_OUT        RETIRED
      RETIRED  EXITED           RETIRED
      RETIRED  EXITED_FOR_GOOD  RETIRED
      RETIRED  EXITED_TOO_OFTEN RETIRED
      RETIRED  UNWANTED         RETIRED
      """;

  record Row(WorkerState state, Event event, Step step) {}

  private static Stream<Row> rows() {
    return TABLE.lines().map(LifeCycleTest::row);
  }

  private static Row row(String line) {
    String[] words = line.split(" +");
    List<Action> actions = Arrays.stream(words).skip(3).map(Action::valueOf).toList();
    return new Row(
        WorkerState.valueOf(words[0]),
        Event.valueOf(words[1]),
        new Step(WorkerState.valueOf(words[2]), actions));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void stepIsTheTables(Row row) {
    assertEquals(row.step(), LifeCycle.next(row.state(), row.event()));
  }

  @Test
  void tableHasEveryPairOnce() {
    long pairs = rows().map(row -> row.state() + " " + row.event()).distinct().count();
    assertEquals((long) WorkerState.values().length * Event.values().length, pairs);
    assertEquals(pairs, rows().count());
  }

  @Test
  void onlyAStateWithAProcessIsLeftByAnExit() {
    for (WorkerState state : WorkerState.values()) {
      WorkerState next = LifeCycle.next(state, Event.EXITED).state();
      assertEquals(state.hasProcess() ? WorkerState.WAITING : state, next, state.name());
    }
  }
}
