/**
 * An agency's receipt for what is stored of it, and its comparison with the seal of the draw.
 * Depends on {@code ipc} alone.
 */
package loteria.agency.receipt;
