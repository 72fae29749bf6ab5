package loteria.supervisor.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.LogSummary;
import loteria.ipc.message.WorkerMessage.Seal;
import loteria.ipc.row.Sha256;
import loteria.supervisor.draw.DrawCourse.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrawCourseTest {
  private static final Seal SEAL = new Seal(2, new Sha256(1, 2, 3, 4));
  private static final DrawRecord DRAW = new DrawRecord(12, 0, 0);

  @Test
  void theNumberComesAfterTheSealAndTheSealAfterTheClosing() {
    var course = heard(null, false);
    assertNull(course.next(false), "bets are taken");
    course.finished(1, 10);
    assertNull(course.next(false), "of two agencies one has finished");
    course.finished(2, 20);
    assertEquals(Step.CLOSE, course.next(false));
    assertTrue(course.reached(DrawStage.CLOSED, 30));
    assertEquals(Step.SEAL, course.next(false));
    course.reached(DrawStage.CLOSED.with(SEAL), 40);
    assertEquals(Step.SEAL, course.next(false), "the file is not there");
    course.sealWritten();
    assertNull(course.next(false), "nobody has said the number");
    course.reached(DrawStage.CLOSED.with(SEAL).with(12), 50);
    assertEquals(Step.DRAW, course.next(false));
    assertEquals(12, course.number());
    assertEquals(50, course.logEnd());
  }

  @Test
  void aNumberThatIsSetIsDrawnOnceAllHaveFinishedOrTheIntakeHasClosed() {
    var course = heard(7, false);
    assertNull(course.next(false));
    assertEquals(Step.CLOSE, course.next(true));
    course.finished(1, 10);
    course.finished(2, 20);
    assertEquals(Step.DRAW, course.next(false), "a seal would prove nothing");
    course.reached(DrawStage.CLOSED, 30);
    assertEquals(Step.DRAW, course.next(false));
    assertEquals(7, course.number());
    course.reached(DrawStage.CLOSED.with(SEAL), 40);
    assertEquals(Step.SEAL, course.next(false), "it was sealed without this number");
    course.sealWritten();
    assertNull(course.next(false), "which does not count any more");
    assertTrue(course.isSettingUnused());
    course.reached(DrawStage.CLOSED.with(SEAL).with(12), 50);
    assertEquals(12, course.number(), "what is drawn does not change");
    assertTrue(course.isSetOtherwise(12));
  }

  @Test
  void theIntakeClosesAtItsTimeThoughAgenciesAreMissing() {
    var course = heard(null, false);
    assertEquals(Step.CLOSE, course.next(true));
    assertTrue(course.isMissing(1));
    course.reached(DrawStage.CLOSED, 10);
    assertFalse(course.isMissing(1), "it counts as finished");
    assertFalse(course.reached(DrawStage.CLOSED, 10), "known already");
  }

  @Test
  void nothingIsDoneBeforeTheLedgerIsKnown() {
    assertNull(new DrawCourse(2, 7, false).next(true));
  }

  /** It keeps a copy of what others decide, and of the files. */
  @Test
  void aServerThatFollowsOnlySealsAndRecovers() {
    var course = heard(7, true);
    assertNull(course.next(true));
    course.reached(DrawStage.CLOSED, 10);
    assertNull(course.next(true), "the others seal");
    course.reached(DrawStage.CLOSED.with(SEAL), 20);
    assertEquals(Step.SEAL, course.next(true));
    course.sealWritten();
    assertNull(course.next(true), "the others draw");
    course.found(DRAW, 30);
    assertEquals(Step.RECOVER, course.next(true));
  }

  @Test
  void aDrawThatIsRecordedIsTakenOnceItsSealIsWritten() {
    var course = new DrawCourse(2, null, false);
    course.heard(
        new LogSummary(List.of(), 10, List.of(DRAW), DrawStage.CLOSED.with(SEAL).with(12)));
    assertEquals(Step.SEAL, course.next(false));
    course.sealWritten();
    assertEquals(Step.RECOVER, course.next(false));
  }

  /** Its number was set when it was made, and is not any more. */
  @Test
  void aDrawThatWasClosedAndNotSealedIsTaken() {
    var course = new DrawCourse(2, null, false);
    course.heard(new LogSummary(List.of(), 10, List.of(DRAW), DrawStage.CLOSED));
    assertEquals(Step.RECOVER, course.next(false));
  }

  /** Earlier versions closed and sealed nothing. */
  @Test
  void aDrawWithoutASealIsTaken() {
    var course = new DrawCourse(2, 7, false);
    course.heard(new LogSummary(List.of(1, 2), 10, List.of(DRAW), DrawStage.OPEN));
    assertEquals(Step.RECOVER, course.next(false));
  }

  private static DrawCourse heard(@Nullable Integer number, boolean follows) {
    var course = new DrawCourse(2, number, follows);
    course.heard(new LogSummary(List.of(), 0, List.of(), DrawStage.OPEN));
    return course;
  }
}
