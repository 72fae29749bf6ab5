/**
 * Log lines as people grep them and scripts parse them: what a line says, and how lines of several
 * processes share one standard output whole.
 */
package loteria.ipc.logging;
