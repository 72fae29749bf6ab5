/**
 * The program {@code auditor}: its arguments, and the audit that they ask for. Depends on {@code
 * count} and {@code log}; nothing depends on it.
 */
package loteria.auditor;
