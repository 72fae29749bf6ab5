/**
 * Tests of the built distribution: its processes, started as a person starts them, over real
 * sockets and real files. No test reaches into a process.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e;
