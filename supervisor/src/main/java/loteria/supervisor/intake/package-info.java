/**
 * Where agencies come in: a permit, then an accepted connection, its dialect by the first bytes,
 * and no more patience than the limits say. Depends on {@code relay}.
 */
package loteria.supervisor.intake;
