package loteria.supervisor.relay;

import java.time.Duration;

/**
 * What a session may hold and how long it may take.
 *
 * @param frameBytesMax the longest body of a request
 * @param unansweredMax requests sent and not answered before the session is read no further
 * @param heldBytesMax bytes kept for that before it is read no further
 * @param heldTotalBytesMax bytes kept for that by all sessions together
 * @param handshake time for the first message of a native session to be there
 * @param frame time for any message to be there, from its first byte
 * @param idle time without a request while nothing is unanswered
 * @param noWorker time to wait for a worker to become ready
 * @param retryAfterMs retry time that an agency gets when none did, in milliseconds
 */
public record RelayLimits(
    int frameBytesMax,
    int unansweredMax,
    long heldBytesMax,
    long heldTotalBytesMax,
    Duration handshake,
    Duration frame,
    Duration idle,
    Duration noWorker,
    int retryAfterMs) {}
