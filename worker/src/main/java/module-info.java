/**
 * One of the pool's processes: serves the sessions that the supervisor relays to it and keeps the
 * bets on disk.
 */
@org.jspecify.annotations.NullMarked
module loteria.worker {
  requires loteria.ledger;
}
