/**
 * Lines for people to grep and scripts to parse: what a line contains, and how lines of several
 * processes stay whole on one standard output.
 */
package loteria.ipc.logging;
