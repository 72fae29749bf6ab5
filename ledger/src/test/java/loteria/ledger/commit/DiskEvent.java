package loteria.ledger.commit;

import java.util.List;
import java.util.SortedMap;
import loteria.ipc.message.Bytes;

/** Something that was done to a disk, or said because of what is on it. A file is a number. */
sealed interface DiskEvent {
  /** What changes a file. */
  sealed interface Change extends DiskEvent {
    int file();

    void applyTo(Image image);
  }

  record Write(int file, long at, Bytes bytes) implements Change {
    @Override
    public void applyTo(Image image) {
      image.write(at, bytes);
    }

    /** What is left of it when only the first bytes reach the file. */
    Write torn(int length) {
      return new Write(
          file,
          at,
          Bytes.of(bytes.array(), bytes.from(), bytes.from() + Math.min(length, bytes.length())));
    }

    @Override
    public String toString() {
      return "write " + file + " at " + at + ": " + bytes;
    }
  }

  record Truncate(int file, long size) implements Change {
    @Override
    public void applyTo(Image image) {
      if (size < image.size()) {
        image.resize(size);
      }
    }
  }

  record Force(int file) implements DiskEvent {}

  /** The system has dropped what it could not write. */
  record FailedForce(int file) implements DiskEvent {}

  /** What changes the names in the log's folder. */
  sealed interface Naming extends DiskEvent {
    void applyTo(SortedMap<String, Integer> names);
  }

  record Create(String name, int file) implements Naming {
    @Override
    public void applyTo(SortedMap<String, Integer> names) {
      names.put(name, file);
    }
  }

  record Rename(String from, String to) implements Naming {
    @Override
    public void applyTo(SortedMap<String, Integer> names) {
      names.put(to, names.remove(from));
    }
  }

  record Remove(String name) implements Naming {
    @Override
    public void applyTo(SortedMap<String, Integer> names) {
      names.remove(name);
    }
  }

  record ForceNames() implements DiskEvent {}

  /** AnswerWords were given to these orders. */
  record Answer(List<Order> orders) implements DiskEvent {}
}
