/**
 * Files that can be forced to disk, the folder they are in, and the lock that lets one process at a
 * time append, as interfaces that a test can stand in for. Depends on nothing else of the ledger.
 */
package loteria.ledger.file;
