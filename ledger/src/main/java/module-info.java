/** Everything of a draw that is on disk: the log, which alone is the truth, and the views of it. */
@org.jspecify.annotations.NullMarked
module loteria.ledger {
  requires transitive loteria.ipc;
  requires jdk.unsupported;

  exports loteria.ledger;
  exports loteria.ledger.folder;
  exports loteria.ledger.log;
  exports loteria.ledger.replication;
  exports loteria.ledger.state;
  exports loteria.ledger.transfer;
  exports loteria.ledger.verify;

  uses loteria.ledger.replication.ReplicatedLogs.Provider;
}
