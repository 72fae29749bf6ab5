/** Measures the built distribution, each figure beside what this machine would allow at most. */
@org.jspecify.annotations.NullMarked
package loteria.bench;
