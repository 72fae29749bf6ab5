package loteria.supervisor.status;

import java.util.List;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.slot.SlotView;
import org.jspecify.annotations.Nullable;

/** Where the observer looks. Nothing here may wait. */
public interface Watched {
  /** All slots, by number. */
  List<SlotView> workers();

  /** How many workers there should be. */
  int workersWanted();

  /** How far the draw has come. */
  DrawProgress draw();

  /** How many agencies are connected. */
  int connections();

  /** How many bytes are kept for all sessions. */
  long heldBytes();

  /** How many bytes more the disk of the draw's folder has room for. */
  long roomBytes();

  /** Whether an operator has stopped the intake. */
  boolean isDraining();

  /** Why no agency can be served now, or null when one can. */
  @Nullable String notReady();
}
