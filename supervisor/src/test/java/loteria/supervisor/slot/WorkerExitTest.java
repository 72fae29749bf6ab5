package loteria.supervisor.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import loteria.ipc.runtime.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WorkerExitTest {
  private static final int KILLED_BY_SIGNAL = 137;

  @Test
  void onlyOneThatWasOrderedToEndEndsInOrder() {
    for (WorkerState state : WorkerState.values()) {
      boolean isOrdered = state == WorkerState.DRAINING || state == WorkerState.STOPPING;
      assertEquals(isOrdered, exit(0, state, true).isInOrder(), state::toString);
      assertFalse(exit(KILLED_BY_SIGNAL, state, true).isInOrder(), state::toString);
    }
  }

  @Test
  void oneThatStillBootedEndsInOrderWithAnyCode() {
    assertTrue(exit(KILLED_BY_SIGNAL, WorkerState.STOPPING, false).isInOrder());
    assertFalse(exit(KILLED_BY_SIGNAL, WorkerState.STARTING, false).isInOrder());
  }

  @Test
  void whatAnotherProcessWouldNotDoBetterEndsTheFleet() {
    Set<ExitCode> hopeless =
        EnumSet.of(ExitCode.DISK_FAILED, ExitCode.LEDGER_DAMAGED, ExitCode.MOVED);
    for (ExitCode code : ExitCode.values()) {
      ExitCode ends = WorkerExit.of(code.code(), WorkerState.READY, true, true).hopeless();
      assertEquals(hopeless.contains(code) ? code : null, ends, code::toString);
    }
    assertNull(WorkerExit.of(KILLED_BY_SIGNAL, WorkerState.READY, true, true).hopeless());
  }

  @Test
  void settingsThatItCannotUseEndTheStartOnly() {
    int usage = ExitCode.USAGE.code();
    assertEquals(
        ExitCode.USAGE, WorkerExit.of(usage, WorkerState.STARTING, false, false).hopeless());
    assertNull(WorkerExit.of(usage, WorkerState.STARTING, false, true).hopeless());
  }

  private static WorkerExit exit(int code, WorkerState state, boolean hasAnnounced) {
    return WorkerExit.of(code, state, hasAnnounced, true);
  }
}
