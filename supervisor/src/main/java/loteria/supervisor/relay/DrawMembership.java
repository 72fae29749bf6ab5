package loteria.supervisor.relay;

import org.jspecify.annotations.Nullable;

/**
 * Which draw a session is for, and what that draw's {@link SessionRegistry} knows of it. The
 * reading thread changes it; any thread may ask.
 */
final class DrawMembership {
  private final SessionRegistry.Member session;
  private final RelayState state;
  private final OpenDraws draws;

  /** The number of the session's connection. */
  private final int connection;

  /** The current draw, until a request says which. Written by the reading thread. */
  private volatile OpenDraw draw;

  /** For the reading thread, as is the next. */
  private boolean isChosen;

  /** The agency that a text session waits for; 0 where it does not. */
  private int waitsFor;

  /**
   * @param draw what the session is for, until a request says otherwise
   */
  DrawMembership(
      SessionRegistry.Member session,
      RelayState state,
      OpenDraws draws,
      OpenDraw draw,
      int connection) {
    this.session = session;
    this.state = state;
    this.draws = draws;
    this.draw = draw;
    this.connection = connection;
  }

  /** From now on the draw's operator and its other sessions can end the session. */
  void begin() {
    draw.sessions().joined(session);
  }

  /**
   * The session's first request for a draw has come, which says for which.
   *
   * @param name the draw's; empty for the current one. Where there is none of this name, the
   *     session is for the current one, whose worker replies so
   * @return the draw, where the session was for another until now; else null
   */
  @Nullable OpenDraw choose(String name) {
    if (isChosen) {
      return null;
    }
    isChosen = true;
    OpenDraw named = draws.named(name);
    OpenDraw chosen = named == null ? draws.current() : named;
    if (chosen.equals(draw)) {
      return null;
    }
    draw.sessions().left(0, 0, session);
    draw = chosen;
    chosen.sessions().joined(session);
    state.epoch(chosen.epoch(connection));
    return chosen;
  }

  /** The session waits for this agency's winners, and no more for another's. */
  void waits(int agency) {
    draw.sessions().waits(waitsFor, agency, session);
    waitsFor = agency;
  }

  /** Whether the session waits for winners. */
  boolean isWaiting() {
    return waitsFor != 0;
  }

  /** A worker has welcomed the agency. */
  void opened() {
    draw.sessions().opened(state.agency(), session);
  }

  /** Whether a drain has begun. */
  boolean isDraining() {
    return draw.sessions().isDraining();
  }

  /** Whether no further request of the session is taken. */
  boolean isDrained() {
    return draw.sessions().isDrained(state.agency());
  }

  /** The session has ended. */
  void left() {
    draw.sessions().left(state.agency(), waitsFor, session);
  }
}
