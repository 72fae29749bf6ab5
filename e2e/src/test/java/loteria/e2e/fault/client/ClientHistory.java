package loteria.e2e.fault.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import loteria.e2e.Dialer;

/**
 * All sessions of one agency, in the order of their connections: each is connected before the next
 * begins, so the server accepts them in that order too. Safe for use by several threads.
 */
final class ClientHistory {
  private final int agency;
  private final Dialer server;

  /** Guarded by this, as is all below. */
  private final List<Line> lines = new ArrayList<>();

  private boolean closed;

  ClientHistory(int agency, Dialer server) {
    this.agency = agency;
    this.server = server;
  }

  int agency() {
    return agency;
  }

  synchronized Line connect(boolean isNative) throws IOException {
    if (closed) {
      throw new Violation("no end in time");
    }
    var transcript = new Transcript(lines.size() + 1, isNative);
    Line line =
        isNative
            ? NativeLine.connect(this, server, transcript)
            : TextLine.connect(this, server, transcript);
    lines.add(line);
    return line;
  }

  synchronized List<Transcript> transcripts() {
    return lines.stream().map(Line::transcript).toList();
  }

  /** Whether a session that was connected after this one may have become the agency's newest. */
  synchronized boolean hasNewer(Transcript than) {
    return lines.stream()
        .map(Line::transcript)
        .anyMatch(other -> other.order() > than.order() && other.mayBeNewest());
  }

  /** The client is late: all its waits end now. */
  synchronized void cutAll() {
    closed = true;
    lines.forEach(Line::drop);
  }

  /**
   * Receives the rest of the open sessions, until the server ends them if it must, and closes them.
   */
  void hearOutBut(Line last) {
    List<Line> all;
    synchronized (this) {
      all = List.copyOf(lines);
    }
    all.stream().filter(line -> line != last).forEach(Line::hearOut);
  }

  @Override
  public String toString() {
    return transcripts().stream()
        .map(Transcript::toString)
        .collect(Collectors.joining("\n  ", "  ", ""));
  }
}
