package loteria.bench.simulation;

/**
 * A server's machine and its load.
 *
 * @param cores of the machine
 * @param workers that have sessions
 * @param agencies at once, spread over these workers
 * @param window how many batches of each are in flight
 */
public record Site(int cores, int workers, int agencies, int window) {}
