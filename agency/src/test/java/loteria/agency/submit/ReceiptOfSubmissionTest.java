package loteria.agency.submit;

import static loteria.agency.submit.AgencyFile.line;
import static loteria.agency.submit.AgencyFile.lines;
import static loteria.agency.submit.AgencyFile.row;
import static loteria.agency.submit.AgencyFile.rows;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import loteria.agency.source.Batching;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receipt beside a file: the rows that are stored, in their order, to the byte. */
@Timeout(30)
class ReceiptOfSubmissionTest {
  private static final byte[] SEAL = new byte[32];
  private static final String SEAL_LINE = "seal=" + "00".repeat(32) + "\n";

  @TempDir Path folder;
  @AutoClose private final FakeServer central = new FakeServer();

  @Test
  void aFinishedAgencyHasOne() throws Exception {
    List<String> lines = lines(31);
    lines.set(4, "nobody");
    central.refuse(row -> row.equals(row(line(9))));
    AgencyFile file = AgencyFile.of(folder, lines);

    file.submit(central);

    assertEquals(29, central.rows().size());
    assertEquals(receipt(15), file.receipt());
  }

  @Test
  void aRunThatContinuesCountsWhatWasStoredBefore() throws Exception {
    central.store(row(line(1)), row(line(2)), row(line(3)));
    AgencyFile file = AgencyFile.of(folder, lines(10));

    file.submit(central);

    assertEquals(receipt(5), file.receipt());
  }

  @Test
  void aBatchWhoseReplyIsLostIsInIt() throws Exception {
    var sent = new AtomicInteger();
    central.fate(
        request ->
            request instanceof Request.Batch && sent.incrementAndGet() == 3
                ? new FakeServer.Twist.Cut(true)
                : null);
    AgencyFile file = AgencyFile.of(folder, lines(10));

    file.submit(central, new Batching(2, 8192, 1));

    assertEquals(rows(lines(10)), central.rows());
    assertEquals(receipt(5), file.receipt());
  }

  @Test
  void aLaterRunWritesTheSame() throws Exception {
    AgencyFile file = AgencyFile.of(folder, lines(10));
    file.submit(central);
    String receipt = file.receipt();
    Files.delete(folder.resolve("bets.csv.receipt"));

    file.submit(central);

    assertEquals(receipt, file.receipt());
  }

  @Test
  void aClosedAgencyHasOneOfWhatIsStored() throws Exception {
    central.store(row(line(1)), row(line(2)), row(line(3)));
    central.state(Reply.State.CLOSED);
    AgencyFile file = AgencyFile.of(folder, lines(10));

    file.submit(central);

    assertEquals(receipt(1), file.receipt());
    assertEquals(7, file.late());
  }

  @Test
  void theSealIsAskedForLastAndAdded() throws Exception {
    central.seal(new Reply.Sealed(Bytes.of(SEAL)));
    AgencyFile file = AgencyFile.of(folder, lines(4));

    file.submit(central);

    assertEquals(receipt(2) + SEAL_LINE, file.receipt());
    assertInstanceOf(Request.Seal.class, central.requests().getLast());
  }

  @Test
  void withoutASealTheRunSucceedsAllTheSame() throws Exception {
    List<FakeServer.Twist> fates =
        List.of(
            new FakeServer.Twist.Answer(
                new Reply.Failure(ErrorCode.MALFORMED, "no message has type 0x06")),
            new FakeServer.Twist.Answer(new Reply.Failure(ErrorCode.UNAVAILABLE, 9, "not now")),
            new FakeServer.Twist.Answer(new Reply.Ack(1, 1)),
            new FakeServer.Twist.Cut(false));
    AgencyFile file = AgencyFile.of(folder, lines(4));
    for (FakeServer.Twist fate : fates) {
      central.fate(request -> request instanceof Request.Seal ? fate : null);

      assertEquals(2, file.submit(central).size());

      assertEquals(receipt(2), file.receipt(), fate.toString());
    }
    assertEquals(fates.size(), central.requests(Request.Seal.class).size());
  }

  /** It is made, and its number was known before: the seal would prove nothing. */
  @Test
  void aDrawThatIsMadeWithoutASealNeedsNone() throws Exception {
    central.seal(new Reply.Pending(0, 5));
    AgencyFile file = AgencyFile.of(folder, lines(4));

    assertEquals(2, file.submit(central).size());

    assertEquals("", file.receipt());
  }

  /** It is evidence before there is any seal. */
  @Test
  void anAgencyThatWaitsForTheDrawHasOneMeanwhile() throws Exception {
    central.seal(new Reply.Pending(0, 5));
    Path written = folder.resolve("bets.csv.receipt");
    central.fate(
        request -> {
          if (request instanceof Request.Results) {
            await().until(() -> Files.exists(written));
          }
          return null;
        });
    AgencyFile file = AgencyFile.of(folder, lines(4));

    file.submit(central);

    assertEquals(receipt(2), file.receipt());
  }

  /** It is no reason to lose the winners. */
  @Test
  void aReceiptThatCannotBeWrittenDoesNotEndTheRun() throws Exception {
    Files.createDirectories(folder.resolve("bets.csv.receipt/in-the-way"));

    assertEquals(2, AgencyFile.of(folder, lines(4)).submit(central).size());

    assertTrue(Files.isDirectory(folder.resolve("bets.csv.receipt")));
  }

  private String receipt(int batches) throws Exception {
    String text = String.join("\r\n", central.rows()) + "\r\n";
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "agency=1\nbatches=%d\nbets=%d\nsha256=%s\n"
        .formatted(batches, central.rows().size(), HexFormat.of().formatHex(digest));
  }
}
