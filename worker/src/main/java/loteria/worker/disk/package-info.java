/**
 * Files that can be forced to disk, and the lock that lets one process at a time append to them, as
 * interfaces that a test can stand in for. The only place that opens what the ledger keeps. Depends
 * on nothing else of the worker.
 */
package loteria.worker.disk;
