/**
 * What a process can be set to: flags, environment, file and {@code --help}. Depends on nothing.
 */
package loteria.ipc.settings;
