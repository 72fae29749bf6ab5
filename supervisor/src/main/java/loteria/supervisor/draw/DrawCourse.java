package loteria.supervisor.draw;

import java.util.Objects;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.DrawStage;
import loteria.ipc.message.WorkerMessage.LogSummary;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the course of a draw, and which step is next: close the intake, seal, draw. All
 * of it comes from the ledger. Guarded by the coordinator's lock; decides, and does nothing.
 */
final class DrawCourse {
  private final boolean follows;
  private final @Nullable Integer setNumber;
  private final Finishers finishers;
  private boolean hasHeard;
  private boolean isSealWritten;
  private long logEnd;
  private DrawStage stage = DrawStage.OPEN;
  private @Nullable DrawRecord recorded;

  /** What the coordinator does next. */
  enum Step {
    /** Have the closing of the intake recorded. */
    CLOSE,
    /** Write seal.csv, and have the seal recorded. */
    SEAL,
    /** Find the winners, and have the draw recorded. */
    DRAW,
    /** Take the draw that is recorded. */
    RECOVER
  }

  /**
   * @param agencies how many take part
   * @param setNumber the number that wins; null where it is drawn after the seal
   * @param follows whether the steps are left to other servers
   */
  DrawCourse(int agencies, @Nullable Integer setNumber, boolean follows) {
    this.finishers = new Finishers(agencies);
    this.setNumber = setNumber;
    this.follows = follows;
  }

  /**
   * The step to be done now; null where the draw waits.
   *
   * @param isTime whether the intake was to be open until now
   */
  @Nullable Step next(boolean isTime) {
    if (!hasHeard) {
      return null;
    }
    if (stage.closed() && !isSealWritten && (stage.seal() != null || makesSeal())) {
      return Step.SEAL;
    }
    if (recorded != null) {
      return Step.RECOVER;
    }
    if (follows) {
      return null;
    }
    boolean isLast = finishers.missing() == 0;
    if (!stage.closed() && (setNumber == null || !isLast)) {
      return isLast || isTime ? Step.CLOSE : null;
    }
    return number() == null ? null : Step.DRAW;
  }

  /** A number that is known beforehand makes a seal worthless, as does a draw that is made. */
  private boolean makesSeal() {
    return !follows && setNumber == null && recorded == null;
  }

  /**
   * The number that wins; null while nobody has drawn it. Once there is a seal, no setting counts.
   */
  @Nullable Integer number() {
    return stage.seal() == null ? setNumber : stage.number();
  }

  /** Whether the number is a setting that does not count. */
  boolean isSettingUnused() {
    return setNumber != null && stage.seal() != null && recorded == null;
  }

  /** Whether the setting is another number. */
  boolean isSetOtherwise(int drawn) {
    return setNumber != null && setNumber != drawn;
  }

  /** Whether the ledger has a draw. */
  boolean hasDraw() {
    return recorded != null;
  }

  /** A worker has read the ledger. */
  void heard(LogSummary ledger) {
    hasHeard = true;
    ledger.finished().forEach(finishers::finished);
    reached(ledger.stage(), ledger.end());
    if (!ledger.drawn().isEmpty()) {
      recorded = ledger.drawn().getFirst();
    }
  }

  /**
   * An agency has finished.
   *
   * @return whether that is news
   */
  boolean finished(int agency, long end) {
    logEnd = Math.max(logEnd, end);
    return finishers.finished(agency);
  }

  /**
   * The ledger says that the draw has come so far.
   *
   * @return whether that is news
   */
  boolean reached(DrawStage newStage, long end) {
    logEnd = Math.max(logEnd, end);
    boolean isNews = newStage.steps() > stage.steps();
    stage = isNews ? newStage : stage;
    return isNews;
  }

  /**
   * The ledger has a draw.
   *
   * @return whether that is news
   */
  boolean found(DrawRecord draw, long end) {
    logEnd = Math.max(logEnd, end);
    boolean isNews = recorded == null;
    recorded = isNews ? draw : recorded;
    return isNews;
  }

  /** The file of the seal is there, and is that of the ledger. */
  void sealWritten() {
    isSealWritten = true;
  }

  /** The draw that the ledger has. */
  DrawRecord recorded() {
    return Objects.requireNonNull(recorded);
  }

  /** How far the draw is, by the ledger. */
  DrawStage stage() {
    return stage;
  }

  /** The log's end, or the part of it that is known. */
  long logEnd() {
    return logEnd;
  }

  /** The agencies that have finished. */
  Finishers finishers() {
    return finishers;
  }

  /** Whether more is taken of an agency. */
  boolean isMissing(int agency) {
    return !stage.closed() && recorded == null && finishers.isMissing(agency);
  }
}
