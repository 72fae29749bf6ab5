/**
 * The commands {@code supervisor certificates …}: a small certificate authority in a folder, for
 * those who have none. The JDK's {@code keytool} makes keys, certificates and the list of the
 * revoked ones; this package decides what they contain, and keeps the folder's files consistent.
 * Uses {@code ipc} only; the server itself does not use it.
 */
package loteria.supervisor.certificates;
