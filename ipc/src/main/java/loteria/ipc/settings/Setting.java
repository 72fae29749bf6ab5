package loteria.ipc.settings;

/**
 * One thing that can be set: by flag, else by environment variable, else by a line of the
 * configuration file, else it has its default.
 *
 * @param flag its name on the command line without the dashes, and in the file
 * @param environment its name in the environment, which the file knows too
 * @param fallback its default; empty for none
 * @param argument what the help calls its value; empty for a switch
 * @param help one line for a person
 */
public record Setting(
    String flag, String environment, String fallback, String argument, String help) {}
