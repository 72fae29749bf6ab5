/**
 * The fault suite: processes are killed and stopped, connections cut and slowed, peers are broken
 * and many; nothing acknowledged is lost and no other agency notices. Seeds, which are printed,
 * decide what happens. Depends on the drivers of {@code loteria.e2e}.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.fault;
