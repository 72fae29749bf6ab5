/**
 * A draw's folder, as the supervisor and its workers agree on it: which ledger it holds, that its
 * files are those that the server began with; and how it is opened. Depends on {@code commit},
 * {@code verify} and what they do.
 */
package loteria.ledger.folder;
