package loteria.ledger.commit;

import java.io.IOException;
import java.util.List;
import loteria.ledger.state.LedgerState;

/** A ledger of files that an import makes: carries out what is asked, as a server does. */
final class FileTarget implements ImportTarget {
  private final GroupCommit commit;

  /**
   * @param commit of a ledger that has nothing yet
   */
  FileTarget(GroupCommit commit) {
    this.commit = commit;
  }

  @Override
  public void store(List<Order> orders) throws IOException {
    commit.carryOut(
        new CommitGroup(commit.state(), commit.view(), FoldTarget.NOT_ASKED_TWICE, orders));
  }

  @Override
  public LedgerState state() {
    return commit.state();
  }

  /** Returns once all of it is on disk, bets.csv too. */
  void end() throws IOException {
    commit.end();
  }
}
