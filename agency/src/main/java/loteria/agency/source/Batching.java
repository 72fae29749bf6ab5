package loteria.agency.source;

/**
 * The limits of batches.
 *
 * @param rowsMax most rows in a batch; 0 for as many as fit
 * @param frameBytesMax largest frame of a batch, header and all
 * @param window most batches in flight
 */
public record Batching(int rowsMax, int frameBytesMax, int window) {}
