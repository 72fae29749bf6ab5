package loteria.supervisor.slot;

import java.time.Instant;
import loteria.ipc.message.WorkerMessage.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * A slot as it was at one moment. While a worker is replaced, two have the same number.
 *
 * @param number which place in the pool it is, from 1
 * @param pid its process, or 0 where there is none
 * @param state what its worker is doing
 * @param since when its process started, or null where there is none
 * @param restarts how many processes followed the first one
 * @param lastExit why the process before this one ended, or null where there was none
 * @param sessions that it has
 * @param heartbeat what its process said last of how far it has come, or null before it has
 * @param isCandidate whether it is not in place yet, and will not be if its process does not become
 *     ready
 */
public record SlotView(
    int number,
    long pid,
    WorkerState state,
    @Nullable Instant since,
    int restarts,
    @Nullable String lastExit,
    int sessions,
    @Nullable Heartbeat heartbeat,
    boolean isCandidate) {}
