/**
 * The redo log: what was appended to the ledger's files, written a second time to a place that can
 * be forced faster than they can. Knows where bytes belong and not what they say. Depends on {@code
 * disk}.
 */
package loteria.worker.redo;
