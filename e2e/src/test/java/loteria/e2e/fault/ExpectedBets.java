package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import loteria.e2e.Bets;
import loteria.e2e.StoredBets;
import loteria.ipc.row.Sha256;

/**
 * The bets of one agency, in order: how many have been sent, how many the server has acknowledged,
 * and whether it has said that it takes no more. Safe for use by several threads.
 */
final class ExpectedBets {
  private final int agency;
  private final List<List<String>> bets;
  private final int perBatch;

  /** Guarded by this, as is all below. */
  private int sent;

  private int acknowledged;
  private boolean mayClose;
  private boolean isClosed;

  /**
   * @param perBatch how many bets there are in every batch but the last
   */
  ExpectedBets(int agency, List<List<String>> bets, int perBatch) {
    this.agency = agency;
    this.bets = bets;
    this.perBatch = perBatch;
  }

  int agency() {
    return agency;
  }

  List<List<String>> bets() {
    return bets;
  }

  int perBatch() {
    return perBatch;
  }

  int batches() {
    return batchesOf(bets.size());
  }

  /** How many batches are acknowledged. */
  synchronized int acknowledgedBatches() {
    return batchesOf(acknowledged);
  }

  private int batchesOf(int count) {
    return (count + perBatch - 1) / perBatch;
  }

  /** The first bet of a batch; batches are numbered from 1. */
  int begin(long batch) {
    return (int) (batch - 1) * perBatch;
  }

  /** The bet after a batch's last. */
  int end(long batch) {
    return Math.min(bets.size(), begin(batch) + perBatch);
  }

  /** The documents of the bets on a number, of those that take part. */
  synchronized List<String> winners(int number) {
    return Bets.documentsOn(takingPart(), number);
  }

  /** The line of seal.csv, where a batch takes part. */
  synchronized Stream<String> sealed() {
    List<List<String>> sealed = takingPart();
    return sealed.isEmpty()
        ? Stream.of()
        : Stream.of(
            "%d,%d,%d,%s"
                .formatted(
                    agency,
                    batchesOf(sealed.size()),
                    sealed.size(),
                    Sha256.of(Bets.rows(agency, sealed))));
  }

  /** All bets; once the server takes no more, those before that. */
  synchronized List<List<String>> takingPart() {
    return isClosed ? bets.subList(0, acknowledged) : bets;
  }

  /** A batch is about to be sent. */
  synchronized void sends(long batch) {
    sent = Math.max(sent, end(batch));
  }

  /** Everything may be sent from now on, by a program whose progress is not observed. */
  synchronized void sendsAll() {
    sent = bets.size();
  }

  /** The server acknowledges a batch, and so those before it. */
  synchronized void acknowledged(long batch) {
    assertTrue(end(batch) <= sent, () -> "agency " + agency + " never sent batch " + batch);
    assertNoneAfterClosing(end(batch));
    acknowledged = Math.max(acknowledged, end(batch));
  }

  /** The server acknowledges everything. */
  synchronized void acknowledgedAll() {
    acknowledged(batches());
  }

  /** From now on the server may take no more. */
  synchronized void mayClose() {
    mayClose = true;
  }

  /**
   * The server takes no more, and this batch is the first that it has not: it has all before, and
   * will never have another.
   */
  synchronized void closed(long batch) {
    assertTrue(mayClose, () -> "agency " + agency + " is closed before anybody closes");
    assertEquals(begin(batch), acknowledged, () -> "acknowledged of agency " + agency);
    isClosed = true;
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  /**
   * The server reports how many bets are stored; it cannot have lost any, nor know any that was
   * never sent.
   */
  synchronized void welcomed(long batch, long stored) {
    assertTrue(stored >= acknowledged, () -> lost(stored));
    assertNoneAfterClosing(stored);
    assertEquals(batch == 0 ? 0 : end(batch), stored, () -> "bets of agency " + agency);
    if (batch > 0) {
      acknowledged(batch);
    }
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  /** Acknowledged ⊆ stored ⊆ sent, each bet once and in order. */
  synchronized void check(StoredBets all) {
    List<List<String>> stored = all.of(agency);
    assertTrue(stored.size() >= acknowledged, () -> lost(stored.size()));
    assertTrue(stored.size() <= sent, () -> "agency " + agency + " never sent what is stored");
    assertNoneAfterClosing(stored.size());
    assertEquals(bets.subList(0, stored.size()), stored, () -> "bets of agency " + agency);
  }

  /** As {@link #check}, and every batch is whole. */
  synchronized void checkWhole(StoredBets all) {
    check(all);
    int stored = all.of(agency).size();
    assertTrue(
        stored == bets.size() || stored % perBatch == 0,
        () -> "agency " + agency + " has a batch that is stored in part: " + stored);
  }

  private void assertNoneAfterClosing(long stored) {
    assertTrue(
        !isClosed || stored <= acknowledged,
        () ->
            "agency %d: %d bets stored, of which %d before the closing"
                .formatted(agency, stored, acknowledged));
  }

  private String lost(long stored) {
    return "agency %d: %d bets acknowledged, %d stored".formatted(agency, acknowledged, stored);
  }
}
