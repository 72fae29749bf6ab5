package loteria.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The kernel's accounts of processes.
 *
 * @param cpuSeconds of all, user and system
 * @param residentKib of all now, shared memory counted for each
 * @param proportionalKib of all now, shared memory counted once
 * @param peakKib the sum of the highest resident memory of each
 */
public record Usage(double cpuSeconds, long residentKib, long proportionalKib, long peakKib) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;

  /** The use of running processes. */
  public static Usage of(List<Long> pids) throws IOException {
    double cpu = 0;
    long resident = 0;
    long proportional = 0;
    long peak = 0;
    for (long pid : pids) {
      cpu += cpuSeconds(pid, UTIME);
      resident += kib(pid, "status", "VmRSS:");
      proportional += kib(pid, "smaps_rollup", "Pss:");
      peak += kib(pid, "status", "VmHWM:");
    }
    return new Usage(cpu, resident, proportional, peak);
  }

  /** The CPU time of this process's children that have ended, in seconds. */
  public static double endedChildrenCpuSeconds() throws IOException {
    return cpuSeconds(ProcessHandle.current().pid(), UTIME + 2);
  }

  /** The CPU time of the threads of this name in a process, in seconds, to the nanosecond. */
  public static double threadsCpuSeconds(long pid, String name) throws IOException {
    double nanos = 0;
    try (var threads = Files.newDirectoryStream(proc(pid, "task"))) {
      for (Path thread : threads) {
        nanos += isNamed(thread, name) ? cpuNanos(thread) : 0;
      }
    }
    return nanos / 1e9;
  }

  private static boolean isNamed(Path thread, String name) throws IOException {
    try {
      return Files.readString(thread.resolve("comm")).strip().equals(name);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static double cpuNanos(Path thread) throws IOException {
    String figures = Files.readString(thread.resolve("schedstat"));
    return Double.parseDouble(figures.substring(0, figures.indexOf(' ')));
  }

  /** The highest resident memory of a process, in KiB; 0 if it has ended. */
  public static long peakKib(long pid) {
    try {
      return kib(pid, "status", "VmHWM:");
    } catch (IOException _) {
      return 0;
    }
  }

  private static double cpuSeconds(long pid, int first) throws IOException {
    String stat = Files.readString(proc(pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) / TICKS_PER_SECOND;
  }

  private static long kib(long pid, String file, String key) throws IOException {
    for (String line : Files.readAllLines(proc(pid, file))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
      }
    }
    return 0;
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
