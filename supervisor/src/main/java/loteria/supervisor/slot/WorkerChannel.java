package loteria.supervisor.slot;

/** What the fleet can say to a worker that is ready. */
public interface WorkerChannel {
  /** Finish what is in hand, take nothing new, end. */
  void drain();
}
