package loteria.ledger.commit;

/** A process's sudden end, in the middle of whatever it did: no code of its may catch it. */
final class Killed extends Error {
  private static final long serialVersionUID = 1;

  Killed() {
    super("killed", null, false, false);
  }
}
