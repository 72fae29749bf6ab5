/**
 * The live page, its events, and the metrics. Reads the snapshots of {@code status} and serves them
 * by {@code http} to those whom {@code access} lets through; it takes no lock that serving agencies
 * takes, so the slowest browser delays only itself. It never contains a person's document.
 */
package loteria.supervisor.web;
