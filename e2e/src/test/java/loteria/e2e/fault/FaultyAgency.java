package loteria.e2e.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** An agency of a round, which is interrupted and starts again until it has its winners. */
sealed interface FaultyAgency extends AutoCloseable permits ProgramAgency, SimulatedAgency {
  /** Starts it. */
  void start() throws IOException;

  /** Kills it and starts it again. */
  void kill() throws IOException;

  /** Asks it to end, and starts it again. */
  void terminate() throws IOException;

  /** Suspends it for a while. */
  void stop(Duration length) throws InterruptedException;

  /** Whether it has its winners, or has failed. */
  boolean hasEnded();

  /** The winners that it has received; fails if it has failed. */
  List<String> winners();

  @Override
  void close();
}
