/**
 * Measurements of the built distribution, each figure beside the maximum that this machine allows.
 */
@org.jspecify.annotations.NullMarked
package loteria.bench;
