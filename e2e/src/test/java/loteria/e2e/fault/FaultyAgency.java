package loteria.e2e.fault;

import java.time.Duration;
import java.util.List;

/** An agency of a round: whatever happens to it, it begins again until it has its winners. */
sealed interface FaultyAgency extends AutoCloseable permits ProgramAgency, SimulatedAgency {
  /** Begins. */
  void start();

  /** Ends it without warning and starts it again. */
  void kill();

  /** Asks it to end, and starts it again. */
  void terminate();

  /** Lets it stand still for a while. */
  void stop(Duration length) throws InterruptedException;

  /** Whether it has its winners, or has failed. */
  boolean hasEnded();

  /** The winners that it has been told; fails where it has failed. */
  List<String> winners();

  @Override
  void close();
}
