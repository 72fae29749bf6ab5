/**
 * Counts what the log's records and rows say, and compares what they say with one another and with
 * the files beside the log. Depends on {@code log}.
 */
package loteria.auditor.count;
