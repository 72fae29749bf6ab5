package loteria.supervisor.events;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loteria.ipc.logging.ActionLog;
import loteria.supervisor.status.Event;

/**
 * Keeps events on record: of the lines that this process logs, whatever its log level, those of
 * some actions. A thread of its own writes them, so that a slow disk holds nobody up. What peers
 * can cause again and again is bounded.
 */
public final class EventLog implements ActionLog.Listener, AutoCloseable {
  /** What stays on record. */
  private static final Set<String> ACTIONS =
      Set.of(
          "ready",
          "operator",
          "draw_opened",
          "draw_closed",
          "intake_closed",
          "seal",
          "number_drawn",
          "sorteo",
          "agency_closed",
          "worker_exit",
          "worker_hung",
          "worker_given_up",
          "certificate_refused",
          "certificates",
          "clock");

  private static final int SHOWN_MAX = 50;
  private static final int UNWRITTEN_MAX = 1000;
  private static final ActionLog LOG = new ActionLog(EventLog.class);

  private final InstantSource clock;

  /** Behind the last one comes one that is empty. */
  private final BlockingQueue<Optional<Unwritten>> unwritten =
      new LinkedBlockingQueue<>(UNWRITTEN_MAX);

  private volatile EventFile file;
  private final Deque<Event> newest = new ArrayDeque<>();
  private final RefusalPace refusals = new RefusalPace();
  private final Thread thread = Thread.ofPlatform().name("events").daemon().unstarted(this::run);

  /** An event and the file that it is for. */
  private record Unwritten(Event event, EventFile file) {}

  /**
   * @param file where the events are kept
   */
  public EventLog(EventFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Starts to listen to what is logged. */
  public void start() throws IOException {
    file.make();
    file.read(this::show, _ -> {});
    thread.start();
    ActionLog.listen(this);
  }

  /** Events that happen from now on are another draw's. */
  public void continueIn(EventFile next) throws IOException {
    next.make();
    file = next;
  }

  @Override
  public void logged(String action, String result, List<String> keyValues) {
    if (!ACTIONS.contains(action)) {
      return;
    }
    if (action.equals("certificate_refused") && !refusals.mayRecord(System.nanoTime())) {
      return;
    }
    Map<String, String> details = new LinkedHashMap<>();
    for (int i = 0; i + 1 < keyValues.size(); i += 2) {
      details.put(keyValues.get(i), keyValues.get(i + 1));
    }
    var event = new Event(clock.instant(), details.remove("user"), action, result, details);
    show(event);
    if (!unwritten.offer(Optional.of(new Unwritten(event, file)))) {
      LOG.warn("events", "error", "the disk is too slow: an event is only in the console output");
    }
  }

  private synchronized void show(Event event) {
    newest.addLast(event);
    if (newest.size() > SHOWN_MAX) {
      newest.removeFirst();
    }
  }

  /** The newest events, the oldest of them first. */
  public synchronized List<Event> newest() {
    return List.copyOf(newest);
  }

  private void run() {
    List<Optional<Unwritten>> taken = new ArrayList<>();
    try {
      while (taken.stream().allMatch(Optional::isPresent)) {
        taken.clear();
        taken.add(unwritten.take());
        unwritten.drainTo(taken);
        write(taken.stream().flatMap(Optional::stream).toList());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(List<Unwritten> events) {
    Map<EventFile, List<Event>> byFile = new LinkedHashMap<>();
    for (Unwritten one : events) {
      byFile.computeIfAbsent(one.file(), _ -> new ArrayList<>()).add(one.event());
    }
    byFile.forEach(EventLog::append);
  }

  private static void append(EventFile file, List<Event> events) {
    try {
      file.append(events);
    } catch (IOException e) {
      LOG.warn("events", "error", "only in the console output: " + e);
    }
  }

  /** Writes what is left. */
  @Override
  public void close() throws IOException {
    ActionLog.listen(null);
    try {
      // Not interrupted: that would close the file while it is written.
      unwritten.put(Optional.empty());
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while events were written", e);
    }
  }
}
