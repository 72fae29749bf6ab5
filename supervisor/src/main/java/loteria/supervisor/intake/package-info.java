/**
 * The entrance of agencies: a permit, then an accepted connection, its dialect by the first bytes,
 * and the time limits for both. Depends on {@code relay}.
 */
package loteria.supervisor.intake;
