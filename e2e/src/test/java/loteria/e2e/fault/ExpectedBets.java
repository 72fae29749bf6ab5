package loteria.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import loteria.e2e.Bets;
import loteria.e2e.StoredBets;

/**
 * The bets of one agency, in order: how many have been sent, and how many the server has
 * acknowledged. Safe for use by several threads.
 */
final class ExpectedBets {
  private final int agency;
  private final List<List<String>> bets;
  private final int winners;
  private final int perBatch;

  /** Guarded by this, as is all below. */
  private int sent;

  private int acknowledged;

  /**
   * @param winners how many of the first bets win; no other does
   * @param perBatch how many bets there are in every batch but the last
   */
  ExpectedBets(int agency, List<List<String>> bets, int winners, int perBatch) {
    this.agency = agency;
    this.bets = bets;
    this.winners = winners;
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
    return (bets.size() + perBatch - 1) / perBatch;
  }

  /** The first bet of a batch; batches are numbered from 1. */
  int begin(long batch) {
    return (int) (batch - 1) * perBatch;
  }

  /** The bet after a batch's last. */
  int end(long batch) {
    return Math.min(bets.size(), begin(batch) + perBatch);
  }

  /** The expected winners. */
  List<String> winners() {
    return Bets.documents(bets, winners);
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
    acknowledged = Math.max(acknowledged, end(batch));
  }

  /** The server acknowledges everything. */
  synchronized void acknowledgedAll() {
    acknowledged = bets.size();
  }

  /**
   * The server reports how many bets are stored; it cannot have lost any, nor know any that was
   * never sent.
   */
  synchronized void welcomed(long batch, long stored) {
    assertTrue(stored >= acknowledged, () -> lost(stored));
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

  private String lost(long stored) {
    return "agency %d: %d bets acknowledged, %d stored".formatted(agency, acknowledged, stored);
  }
}
