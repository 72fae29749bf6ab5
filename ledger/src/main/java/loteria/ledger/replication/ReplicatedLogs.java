package loteria.ledger.replication;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the engine of a replicated log, which is a module of its own. */
public final class ReplicatedLogs {
  private ReplicatedLogs() {}

  /**
   * Which log, and how it is reached.
   *
   * @param servers {@code HOST:PORT,…} of some of its machines
   * @param config file of further settings of the engine's client; null for none
   * @param topic name of the log
   * @param timeout how long an append may take
   */
  public record Address(String servers, @Nullable Path config, String topic, Duration timeout) {}

  /** What an engine's module provides. */
  public interface Provider {
    /** What it is called by users, in small letters. */
    String name();

    /**
     * Opens a log.
     *
     * @throws UnavailableException when it cannot be reached
     * @throws IOException when it cannot be used
     */
    ReplicatedLog open(Address address) throws IOException;

    /**
     * Makes the log if there is none, and checks how it is kept.
     *
     * @param create whether it may be made
     * @param forced whether each machine must force a message before it counts
     * @return what it means that a message has been appended, for a person
     * @throws UnsuitableException when the log must not be used as it is
     */
    String prepare(Address address, boolean create, boolean forced) throws IOException;
  }

  /** A setting of a replicated log is not as it must be. */
  public static class UnsuitableException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param message names the setting, its value and what it must be
     */
    public UnsuitableException(String message) {
      super(message);
    }
  }

  /** There is no such log, and it may not be made. */
  public static final class MissingException extends UnsuitableException {
    private static final long serialVersionUID = 1;

    /**
     * @param message names the log, and what to do
     */
    public MissingException(String message) {
      super(message);
    }
  }

  /**
   * The engine of a name.
   *
   * @throws IOException when its module is not there
   */
  public static Provider provider(String name) throws IOException {
    for (Provider provider : ServiceLoader.load(Provider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new IOException(
        String.format(
            Locale.ROOT, "lib/%s of the distribution, with its engine, is missing", name));
  }
}
