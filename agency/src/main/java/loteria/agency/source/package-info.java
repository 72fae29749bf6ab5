/**
 * The sources of bets: an agency's file, read as a stream and cut into batches, and its refused
 * rows. Depends on {@code ipc} alone.
 */
package loteria.agency.source;
