package loteria.supervisor;

import java.util.Objects;
import java.util.function.Function;
import loteria.supervisor.status.History;
import loteria.supervisor.status.Observed;
import loteria.supervisor.status.Observer;
import loteria.supervisor.status.Status;
import org.jspecify.annotations.Nullable;

/** The view of the current draw, whichever it is. */
final class CurrentView implements Observed, AutoCloseable {
  private final Function<RunningDraw, Observer> observers;
  private volatile @Nullable Observer current;

  /** Guarded by this. */
  private boolean closed;

  /**
   * @param observers makes the observer of a draw
   */
  CurrentView(Function<RunningDraw, Observer> observers) {
    this.observers = observers;
  }

  /** Shows this draw from now on; {@link #start} continues. */
  void show(RunningDraw draw) {
    Observer before = current;
    current = observers.apply(draw);
    if (before != null) {
      before.close();
    }
  }

  /** Starts sampling the draw that is shown. */
  synchronized void start() {
    if (!closed) {
      observer().start();
    }
  }

  @Override
  public Status status() {
    return observer().status();
  }

  @Override
  public History history() {
    return observer().history();
  }

  @Override
  public @Nullable String notReady() {
    return observer().notReady();
  }

  @Override
  public synchronized void close() {
    closed = true;
    observer().close();
  }

  private Observer observer() {
    return Objects.requireNonNull(current, "no draw is shown");
  }
}
