/**
 * Tests of the built distribution: its processes, started as a person starts them, over real
 * sockets and real files. Nothing here reaches into a process.
 */
@org.jspecify.annotations.NullMarked
package loteria.e2e;
