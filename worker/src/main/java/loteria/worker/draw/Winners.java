package loteria.worker.draw;

import java.util.Collection;

/** Who won, by agency. Safe for use by several threads. */
public interface Winners {
  /**
   * The winning documents of an agency, in the order their bets were stored.
   *
   * @return may be read from disk while it is looked at; then what goes wrong is an {@link
   *     java.io.UncheckedIOException}
   */
  Collection<String> of(int agency);
}
