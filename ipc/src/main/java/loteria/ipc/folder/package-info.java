/**
 * What the supervisor and its workers must agree on about a draw's folder: which ledger it holds,
 * and how a file is written so that it survives a crash. Depends on {@code logging}.
 */
package loteria.ipc.folder;
