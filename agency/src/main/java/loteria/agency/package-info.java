/**
 * The program {@code agency}: its options, and the job that they ask for. Depends on {@code
 * submit}, {@code source}, {@code progress} and {@code generate}; nothing depends on it.
 */
package loteria.agency;
