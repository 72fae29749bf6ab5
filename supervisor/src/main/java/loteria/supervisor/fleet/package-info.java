/**
 * How many workers there should be, and what changes that: scaling and reloading. One thread owns
 * all slots. Depends on {@code slot} and {@code pool}.
 */
package loteria.supervisor.fleet;
