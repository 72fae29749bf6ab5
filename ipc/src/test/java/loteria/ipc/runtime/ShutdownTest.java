package loteria.ipc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ends of real processes: by SIGTERM, by a lost parent, by a failure. */
@Timeout(60)
class ShutdownTest {
  private static final String LISTENER = "action: close | result: success | resource: listener";
  private static final String LEDGER = "action: close | result: success | resource: ledger";

  @Test
  void sigtermClosesInReverseOrderAndExits0() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "orderly")) {
      child.awaitLine("ready");
      child.terminate();
      assertEquals(0, child.awaitExit());
      assertEquals(List.of(LISTENER, LEDGER, "action: exit | result: success"), child.actions());
    }
  }

  @Test
  void failureToCloseDoesNotKeepTheRestOpen() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "failing")) {
      child.awaitLine("ready");
      child.terminate();
      assertEquals(0, child.awaitExit());
      assertEquals(
          List.of(
              "action: close | result: fail | resource: session"
                  + " | error: java.lang.AssertionError: wrong",
              "action: close | result: fail | resource: socket"
                  + " | error: java.io.IOException: broken/pipe",
              LISTENER,
              LEDGER,
              "action: exit | result: success"),
          child.actions());
    }
  }

  @Test
  void endlessCloseIsCutShortAfterTheGrace() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "stuck")) {
      child.awaitLine("ready");
      long begun = System.nanoTime();
      child.terminate();
      assertEquals(ExitCode.FAILED.code(), child.awaitExit());
      assertTrue(System.nanoTime() - begun >= 1_400_000_000L, "cut short within the grace");
      assertEquals(
          List.of("action: exit | result: fail | error: not closed within 1500 ms"),
          child.actions());
    }
  }

  @Test
  void failureClosesAndExitsWithItsOwnCode() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "disk")) {
      assertEquals(10, child.awaitExit());
      assertEquals(
          List.of(
              LISTENER, LEDGER, "action: exit | result: fail | code: 10 | error: the disk failed"),
          child.actions());
    }
  }

  @Test
  void whatToDoNextIsInTheLastLine() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "advising")) {
      assertEquals(10, child.awaitExit());
      assertEquals(
          "action: exit | result: fail | code: 10 | error: the disk failed | next: look at it",
          child.actions().getLast());
    }
  }

  @Test
  void threadThatClosingWaitsForCanBeginTheEnd() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "begun")) {
      assertEquals(10, child.awaitExit());
      assertEquals(
          List.of(
              "action: close | result: success | resource: thread",
              LISTENER,
              LEDGER,
              "action: exit | result: fail | code: 10 | error: the disk failed"),
          child.actions());
    }
  }

  @Test
  void childWhoseParentClosesItsStandardInputIsOrphaned() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "orphaned")) {
      child.awaitLine("ready");
      child.process().outputWriter().append("still here\n").flush();
      assertTrue(child.process().isAlive());
      child.process().outputWriter().close();
      assertEquals(ExitCode.ORPHANED.code(), child.awaitExit());
      assertEquals(LISTENER, child.actions().getFirst());
    }
  }

  /**
   * Other threads wait for what a thread does: the process would otherwise stay up and do nothing.
   */
  @ParameterizedTest
  @CsvSource({"died, 1, fleet", "died virtual, 1, fleet", "no memory, 3, fleet", "thrown, 1, main"})
  void aThreadThatDiesEndsTheProcessAndSaysWhichAndWhere(String how, int code, String thread)
      throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, how)) {
      assertEquals(code, child.awaitExit());
      String line = child.actions().getLast();
      assertTrue(line.startsWith("action: exit | result: fail | code: " + code), line);
      assertTrue(line.contains(" | thread: " + thread + " | error: java.lang."), line);
      assertTrue(line.contains("EndingProgram.java:"), line);
      assertEquals(1, child.actions().size(), "closed what another thread may still use");
    }
  }

  @Test
  void aProgramThatJustEndsHasFailed() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "returned")) {
      assertEquals(1, child.awaitExit());
      assertEquals(
          "action: exit | result: fail | code: 1 | error: unexpected failure",
          child.actions().getLast());
    }
  }

  @Test
  void aSessionThatFailsEndsAlone() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "session")) {
      child.awaitLine("ready");
      child.terminate();
      assertEquals(0, child.awaitExit());
      // Read at the end: lines of the log may come later than what is printed without it.
      String line = child.actions().getFirst();
      assertTrue(
          line.startsWith(
              "action: session | result: fail | error: java.lang.AssertionError: wrong"),
          line);
    }
  }

  @Test
  void aSessionWithoutMemoryEndsTheProcess() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "session without memory")) {
      assertEquals(3, child.awaitExit());
      assertTrue(child.actions().getLast().contains("| thread: session |"));
    }
  }

  /** Every later use of the class would fail too, while the process looks as if it served. */
  @Test
  void aSessionWhoseClassCannotBeLoadedEndsTheProcess() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "session without a class")) {
      assertEquals(1, child.awaitExit());
      assertTrue(child.actions().getLast().contains("| thread: session |"));
    }
  }

  /** Its dependencies may be closed already: so it waits for no other, and no other for it. */
  @Test
  void resourceRegisteredDuringTheEndIsClosedAndNothingMoreIsStarted() throws Exception {
    try (var child = ChildJvm.start(EndingProgram.class, "late")) {
      assertEquals(0, child.awaitExit());
      assertFalse(child.lines().contains("started more"), child.lines().toString());
    }
  }
}
