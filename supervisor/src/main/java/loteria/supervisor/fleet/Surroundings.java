package loteria.supervisor.fleet;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import loteria.ipc.process.ExitCode;

/**
 * What all slots share.
 *
 * @param ready where a worker that is ready is given sessions
 * @param later runs something on the fleet's thread
 * @param hopeless told why the fleet cannot go on
 */
record Surroundings(
    WorkerProcess.Launch launch,
    Timing timing,
    ReadyWorkers ready,
    Executor later,
    Consumer<ExitCode> hopeless) {}
