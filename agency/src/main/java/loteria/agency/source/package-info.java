/**
 * Where bets come from: an agency's file, read as a stream and cut into batches, and the rows of it
 * that are refused. Depends on {@code ipc} alone.
 */
package loteria.agency.source;
