package loteria.worker.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import loteria.worker.disk.ReadableFile;

/**
 * A file as it will be once the log has been redone: what the log has for it lies over what it
 * holds. Changes nothing.
 */
public final class RedoneFile implements ReadableFile {
  private final ReadableFile file;

  /** By place; no two overlap. */
  private final TreeMap<Long, byte[]> over = new TreeMap<>();

  public RedoneFile(ReadableFile file) {
    this.file = file;
  }

  /**
   * Lays bytes over a place.
   *
   * @return whether the file does not have them there
   */
  public boolean lay(ByteBuffer bytes, long at) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    var there = ByteBuffer.allocate(copy.length);
    file.read(there, at);
    if (there.flip().equals(ByteBuffer.wrap(copy))) {
      return false;
    }
    over.put(at, copy);
    return true;
  }

  @Override
  public long size() throws IOException {
    return Math.max(file.size(), over.isEmpty() ? 0 : endOf(over.lastEntry()));
  }

  @Override
  public void read(ByteBuffer into, long at) throws IOException {
    int begin = into.position();
    long end = Math.min(at + into.remaining(), size());
    file.read(into, at);
    // What lies between the file's end and what is laid behind it is blank, as in a file.
    while (begin + end - at > into.position()) {
      into.put((byte) 0);
    }
    Long first = over.floorKey(at);
    for (var bytes : over.subMap(first == null ? at : first, end).entrySet()) {
      long from = Math.max(at, bytes.getKey());
      long to = Math.min(end, endOf(bytes));
      if (from < to) {
        into.put(
            begin + (int) (from - at),
            bytes.getValue(),
            (int) (from - bytes.getKey()),
            (int) (to - from));
      }
    }
  }

  private static long endOf(Map.Entry<Long, byte[]> bytes) {
    return bytes.getKey() + bytes.getValue().length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
