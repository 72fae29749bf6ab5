package loteria.supervisor.relay;

import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import loteria.supervisor.pool.ReadyWorkers;

/** A draw that sessions can be for: its workers, and the sessions that they have. */
public final class OpenDraw {
  private final String name;
  private final int run;
  private final ReadyWorkers workers;
  private final SessionRegistry sessions;

  /**
   * What sessions ask of a draw's progress. Any thread may ask, and none must block.
   *
   * @param hasFinished whether the agency of a number has
   * @param isDrawn whether the draw has been made
   */
  public record Progress(IntPredicate hasFinished, BooleanSupplier isDrawn) {}

  /**
   * @param run which of the starts on its ledger this is, from 1: its sessions are newer than those
   *     of every start before
   */
  public OpenDraw(String name, int run, ReadyWorkers workers, Progress progress) {
    this.name = name;
    this.run = run;
    this.workers = workers;
    this.sessions = new SessionRegistry(progress.hasFinished(), progress.isDrawn());
    workers.whenClosed(sessions::poolClosed);
  }

  /** A draw that is being started: sessions for it wait, and are refused with a retry time. */
  public static OpenDraw withoutWorkers(String name) {
    return new OpenDraw(name, 0, new ReadyWorkers(1), new Progress(_ -> true, () -> true));
  }

  /** What HELLO names it by. */
  public String name() {
    return name;
  }

  ReadyWorkers workers() {
    return workers;
  }

  SessionRegistry sessions() {
    return sessions;
  }

  /**
   * The epoch of a session of this draw.
   *
   * @param connection the later it was taken, the higher
   */
  long epoch(int connection) {
    return ((long) run << Integer.SIZE) + Integer.toUnsignedLong(connection);
  }
}
