package loteria.worker.ledger;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import loteria.worker.ledger.DiskEvent.Force;
import loteria.worker.ledger.DiskEvent.Target;
import loteria.worker.ledger.DiskEvent.Write;

/** Turns of one order each, and what they force. */
final class LogTurns {
  static final int AGENCIES = 3;
  static final List<Force> LOG = List.of(new Force(Target.REDO));
  static final List<Force> FILES = List.of(new Force(Target.BETS), new Force(Target.JOURNAL));

  private final MemoryDisk disk;

  /** By agency, the last batch sent. */
  private final int[] sent = new int[AGENCIES + 1];

  LogTurns(MemoryDisk disk) {
    this.disk = disk;
  }

  /** A process dies writing a turn to a file, with so much of it done. */
  void dieAt(Target target, int length) throws IOException {
    Store dying = disk.open(AGENCIES);
    disk.before(
        event -> {
          if (event instanceof Write write && write.target() == target) {
            disk.apply(write.torn(length));
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> dying.carryOut(List.of(small(1))));
    disk.before(_ -> {});
  }

  /** The next batch of an agency, that fits the log. */
  Order.Append small(int agency) {
    return Batches.append(agency, Batches.batch(agency, ++sent[agency], 3, 10));
  }

  /** The next batch of an agency, longer than a segment. */
  Order.Append large(int agency) {
    return Batches.append(agency, Batches.batch(agency, ++sent[agency], 20, 600));
  }

  List<Force> forcesOf(Store store, Order order) throws IOException {
    int begin = disk.events().size();
    disk.carryOut(store, List.of(order));
    return forces(begin);
  }

  List<Force> forces(int from) {
    return disk.events().stream()
        .skip(from)
        .filter(Force.class::isInstance)
        .map(Force.class::cast)
        .toList();
  }

  /** Where in the log each entry was written; what it grew by is behind them. */
  List<Long> entriesWrittenAt() {
    return disk.events().stream()
        .filter(event -> event instanceof Write write && write.target() == Target.REDO)
        .map(event -> (Write) event)
        .filter(write -> write.at() > 0 && write.bytes().length() < 1000)
        .map(Write::at)
        .toList();
  }
}
