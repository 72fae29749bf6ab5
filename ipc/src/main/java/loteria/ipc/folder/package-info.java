/**
 * A draw's folder, as far as the supervisor and its workers must agree on it: which ledger it
 * holds, and how a file is put there so that it survives a crash. Depends on {@code logging}.
 */
package loteria.ipc.folder;
