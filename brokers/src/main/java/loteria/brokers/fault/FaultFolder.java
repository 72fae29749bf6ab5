package loteria.brokers.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The folder that says which faults a JVM has: a file for each. The JVM reads it when it starts,
 * and what concerns the disk every {@value FaultWatch#POLL_MS} ms. Used by one thread.
 */
public final class FaultFolder {
  static final String FULL = "full";
  static final String SLOW_MS = "slow";
  static final String SKEW_MS = "skew";
  static final String ADDRESS = "address";
  static final String FORCED = "forced";

  private final Path folder;

  private FaultFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder, without a fault, and the agent's jar in it. */
  public static FaultFolder create(Path folder) {
    try {
      Files.createDirectories(folder);
      var manifest = new Manifest();
      Attributes attributes = manifest.getMainAttributes();
      attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      attributes.putValue("Premain-Class", FaultAgent.class.getName());
      attributes.putValue("Can-Retransform-Classes", "true");
      attributes.put(Attributes.Name.CLASS_PATH, ownClasses());
      try (OutputStream out = Files.newOutputStream(jar(folder))) {
        new JarOutputStream(out, manifest).close();
      }
      return new FaultFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar(Path folder) {
    return folder.resolve("agent.jar");
  }

  /** A folder ends with a slash here, or it would be read as a jar. */
  private static String ownClasses() {
    try {
      return FaultAgent.class
          .getProtectionDomain()
          .getCodeSource()
          .getLocation()
          .toURI()
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The flag of the JVM. */
  public String javaOption() {
    return "-javaagent:" + jar(folder) + "=" + folder;
  }

  /** From now on the disk is full, until {@link #makeRoom}: appends to segments fail. */
  public void fillDisk() {
    put(FULL, "");
  }

  /** The disk has room again. */
  public void makeRoom() {
    remove(FULL);
  }

  /** From now on each append to a segment and each force of one takes so much longer. */
  public void slowDisk(Duration by) {
    put(SLOW_MS, Long.toString(by.toMillis()));
  }

  /** The disk has its own speed again. */
  public void unslowDisk() {
    remove(SLOW_MS);
  }

  /**
   * Sets how far the clock is before the machine's, from the next start on. Kafka counts its
   * timeouts by this clock: a broker whose clock is set back waits.
   */
  public void skewClock(Duration by) {
    put(SKEW_MS, Long.toString(by.toMillis()));
  }

  /** Sets the address of loopback that Kafka's connections come from, from the next start on. */
  public void connectFrom(String address) {
    put(ADDRESS, address);
  }

  /**
   * Does to the segments what a loss of power may do, after the JVM was killed: what was not forced
   * is gone.
   *
   * @param logs the broker's folder of logs
   * @return how many bytes are gone
   */
  public long dropUnforced(Path logs) {
    try {
      return new ForcedSizes(folder.resolve(FORCED)).truncateAll(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(String name, String content) {
    try {
      Path made = Files.writeString(folder.resolve(name + ".new"), content);
      Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
