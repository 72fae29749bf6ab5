/**
 * The live page in a real browser: before a made-up lottery, and before the built server. Depends
 * on the drivers of {@code loteria.e2e}.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e.web;
