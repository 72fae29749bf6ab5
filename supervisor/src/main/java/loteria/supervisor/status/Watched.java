package loteria.supervisor.status;

import java.util.List;
import loteria.supervisor.draw.DrawProgress;
import loteria.supervisor.slot.SlotView;
import org.jspecify.annotations.Nullable;

/** The observer's sources. No method may block. */
public interface Watched {
  /** All slots, by number. */
  List<SlotView> workers();

  /** How many workers there should be. */
  int workersWanted();

  /** The progress of the draw. */
  DrawProgress draw();

  /** How many agencies are connected. */
  int connections();

  /** How many bytes are held for all sessions. */
  long heldBytes();

  /** How many bytes are free on the disk of the draw's folder. */
  long roomBytes();

  /** Whether an operator has stopped the intake. */
  boolean isDraining();

  /** Whether agencies must be who they say they are. */
  Status.Identity identity();

  /** How the log is replicated; null where it is not. */
  default Status.@Nullable Replication replication() {
    return null;
  }

  /** Why no agency can be served now, or null if one can. */
  @Nullable String notReady();

  /** The draws before this one, the oldest first. */
  List<PastDraw> earlier();

  /** The newest events that are on record, the oldest of them first. */
  List<Event> events();
}
