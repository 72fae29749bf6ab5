/**
 * The program {@code agency}: what it was told, and which of its jobs that is. Depends on {@code
 * submit}, {@code source}, {@code progress} and {@code generate}; nothing depends on it.
 */
package loteria.agency;
