/**
 * The live page in a real browser: of a simulated lottery, and of the built server. Depends on the
 * drivers of {@code loteria.e2e}.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.web;
