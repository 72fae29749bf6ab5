package loteria.supervisor.status;

import java.time.Instant;

/**
 * The facts that do not change while a supervisor lives.
 *
 * @param draw the draw's name
 * @param agencies how many take part
 * @param startedAt when the supervisor started
 * @param connectionsMax how many agencies may be connected at once
 * @param heldBytesMax how many bytes may be held for all sessions
 */
public record Facts(
    String version,
    String draw,
    int agencies,
    Instant startedAt,
    int connectionsMax,
    long heldBytesMax) {}
