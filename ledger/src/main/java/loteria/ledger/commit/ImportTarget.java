package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ledger.state.LedgerState;

/** The ledger that an import makes: decides what another ledger has stored, asked again. */
interface ImportTarget {
  /** Stores what is asked; all of it counts. */
  void store(List<Order> orders) throws IOException;

  /** What it says now. */
  LedgerState state();
}
