/**
 * What the supervisor and its workers must agree on about a draw's folder: which ledger it holds,
 * how a file is written so that it survives a crash, and who may use what is created. Depends on
 * {@code logging} and {@code text}.
 */
package loteria.ipc.folder;
