package loteria.supervisor.slot;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import loteria.ipc.runtime.ExitCode;
import loteria.supervisor.pool.ReadyWorkers;

/**
 * What all slots share.
 *
 * @param draw whose workers they are
 * @param ready where a worker that is ready is given sessions
 * @param later runs something on the fleet's thread
 * @param hopeless receives the reason why the fleet cannot continue
 * @param intakeOver whether no worker can store anything any more
 * @param nanos what the time is, as {@link System#nanoTime}
 */
public record SlotContext(
    String draw,
    WorkerProcess.Launch launch,
    WorkerTimeouts timing,
    ReadyWorkers ready,
    Executor later,
    Consumer<ExitCode> hopeless,
    BooleanSupplier intakeOver,
    LongSupplier nanos) {}
