package loteria.worker.ledger;

import java.util.List;
import loteria.ipc.wire.Bytes;

/** Something that was done to a disk, or said because of what is on it. */
sealed interface DiskEvent {
  /** Which of a draw's files. */
  enum Target {
    BETS,
    JOURNAL,
    REDO
  }

  /** What changes a file. */
  sealed interface Change extends DiskEvent {
    Target target();

    void applyTo(Image image);
  }

  record Write(Target target, long at, Bytes bytes) implements Change {
    @Override
    public void applyTo(Image image) {
      image.write(at, bytes);
    }

    /** What is left of it when only the first bytes reach the file. */
    Write torn(int length) {
      return new Write(
          target,
          at,
          Bytes.of(bytes.array(), bytes.from(), bytes.from() + Math.min(length, bytes.length())));
    }
  }

  record Truncate(Target target, long size) implements Change {
    @Override
    public void applyTo(Image image) {
      if (size < image.size()) {
        image.resize(size);
      }
    }
  }

  /** A note was left with the lock; no disk keeps it. */
  record Note(Bytes bytes) implements DiskEvent {}

  record Force(Target target) implements DiskEvent {}

  /** Answers were given to these orders. */
  record Answer(List<Order> orders) implements DiskEvent {}
}
