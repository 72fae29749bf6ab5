package loteria.ledger.commit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import loteria.ledger.log.Log;
import loteria.ledger.state.MadeUpEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The check of the segments that a start skips. */
@Timeout(60)
class HistoryCheckTest {
  private static final long NEWEST = 40;

  private final List<Long> begun = new CopyOnWriteArrayList<>();
  private final List<Long> shown = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** What the source throws at each read, in order; nothing more: then it reads to the end. */
  private final List<IOException> faults = new ArrayList<>();

  @Test
  void aSegmentThatCannotBeOpenedIsTriedAgainFromWhereTheCheckStood() throws Exception {
    faults.add(new FileSystemException("log", null, "Too many open files"));
    faults.add(new FileSystemException("log", null, "Too many open files"));
    HistoryCheck check = check();
    check.start();
    await().until(() -> shown.contains(NEWEST));
    check.stop();
    assertEquals(List.of(0L, 10L, 20L), begun);
    assertEquals(List.of(0L, 10L, 20L, 30L, NEWEST), shown);
    assertEquals(List.of(), failures);
  }

  @Test
  void aSegmentThatIsGoneIsAFailure() {
    faults.add(new NoSuchFileException("log"));
    check().start();
    await().until(() -> !failures.isEmpty());
    assertInstanceOf(NoSuchFileException.class, failures.getFirst());
    assertEquals(List.of(0L), begun, "it was read once");
  }

  @Test
  void whatCannotBeReadIsAFailure() {
    faults.add(new IOException("Input/output error"));
    check().start();
    await().until(() -> !failures.isEmpty());
    assertEquals("Input/output error", failures.getFirst().getMessage());
  }

  private HistoryCheck check() {
    return new HistoryCheck(this::read, NEWEST, 1000, failures::add);
  }

  /** Shows one entry, then fails while a fault is left; else shows all that are left. */
  private void read(long from, long to, Log.Visitor visitor) throws IOException {
    begun.add(from);
    for (long at = from; at < to; at += 10) {
      visitor.entry(new MadeUpEntry(at, at + 10, List.of()));
      shown.add(at);
      if (!faults.isEmpty()) {
        throw faults.removeFirst();
      }
    }
  }
}
