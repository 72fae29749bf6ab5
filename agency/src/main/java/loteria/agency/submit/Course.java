package loteria.agency.submit;

import loteria.agency.source.Batcher;
import loteria.agency.source.StoredRows;

/** How far a run has come since the server's first WELCOME. Used by one thread. */
final class Course {
  final Batcher batcher;
  final Window window;
  final StoredRows stored;

  /** Whether FINISH was acknowledged. */
  boolean finished;

  /** Whether nothing more is taken: the list of late rows, if there are any, is written. */
  boolean closed;

  Course(Batcher batcher, Window window, StoredRows stored) {
    this.batcher = batcher;
    this.window = window;
    this.stored = stored;
  }
}
