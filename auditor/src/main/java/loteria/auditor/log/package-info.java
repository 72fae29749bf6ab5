/**
 * Reads the log of a draw from its first byte to its end, by docs/LOG-FORMAT.md, and checks that
 * every entry is whole. Depends on nothing of ours.
 */
package loteria.auditor.log;
