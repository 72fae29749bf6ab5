package loteria.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.runtime.DiskFull;

/**
 * A small disk: a tmpfs in a mount namespace of its own, which needs no root if the system allows
 * user namespaces. A child process keeps it; the disk disappears when that ends.
 */
public final class SmallDisk implements AutoCloseable {
  private static final List<List<String>> WAYS =
      List.of(List.of("unshare", "--map-root-user", "--mount"), List.of("unshare", "--mount"));
  private static final String KEEP =
      "mount -t tmpfs -o size=$1m tmpfs \"$0\" && echo mounted && exec cat";

  private static final int PAGE_BYTES = 4096;

  private final Process keeper;
  private final Path root;

  private SmallDisk(Process keeper, Path root) {
    this.keeper = keeper;
    this.root = root;
  }

  /** No disk can be mounted here. */
  public static final class NotHere extends Exception {
    private static final long serialVersionUID = 1;

    NotHere(String message) {
      super(message);
    }
  }

  /**
   * Creates one.
   *
   * @param folder an empty one, where the child process has the disk mounted and no other process
   *     sees it
   * @param mebibytes how large
   * @throws NotHere if this system allows none of the ways
   */
  public static SmallDisk mount(Path folder, int mebibytes) throws IOException, NotHere {
    var failures = new StringBuilder();
    for (List<String> way : WAYS) {
      List<String> command = new ArrayList<>(way);
      command.addAll(List.of("sh", "-c", KEEP, folder.toString(), Integer.toString(mebibytes)));
      Process keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output = keeper.inputReader();
      String line = output.readLine();
      if ("mounted".equals(line)) {
        Path seen = Path.of("/proc", Long.toString(keeper.pid()), "root");
        return new SmallDisk(keeper, seen.resolve(Path.of("/").relativize(folder)));
      }
      failures.append(line).append("; ");
      keeper.destroyForcibly();
    }
    throw new NotHere("no small disk can be mounted: " + failures);
  }

  /** The path of the disk for every process. */
  public Path root() {
    return root;
  }

  /** Takes room away with a file that can be deleted. */
  Path fill(int bytes) throws IOException {
    return Files.write(root.resolve("ballast"), new byte[bytes]);
  }

  /** Takes all room away. */
  public Path fill() throws IOException {
    return fillBut(0);
  }

  /** Takes all room away except this many pages. */
  Path fillBut(int pages) throws IOException {
    Path ballast = fillAll();
    try (var file = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - pages * (long) PAGE_BYTES);
    }
    return ballast;
  }

  private Path fillAll() throws IOException {
    Path ballast = root.resolve("ballast");
    byte[] block = new byte[PAGE_BYTES];
    try (var file = Files.newOutputStream(ballast)) {
      while (true) {
        file.write(block);
      }
    } catch (IOException e) {
      if (DiskFull.isWhy(e, root.toFile().getUsableSpace())) {
        return ballast;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    keeper.destroyForcibly();
  }
}
