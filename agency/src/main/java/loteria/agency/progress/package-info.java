/**
 * How far an agency has come, for whoever watches: a bar, or log lines. Depends on nothing of it.
 */
package loteria.agency.progress;
