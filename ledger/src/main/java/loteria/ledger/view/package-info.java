/** The files that are written from the log. Depends on {@code log} and {@code file}. */
package loteria.ledger.view;
