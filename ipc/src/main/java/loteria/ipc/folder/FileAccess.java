package loteria.ipc.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import loteria.ipc.logging.ActionLog;

/**
 * Who may use what is created. Every file, folder and socket of the programs is created through
 * this type, because they hold people's documents:
 *
 * <ol>
 *   <li>It is created with its mode, so that no other user can open it even for a moment; the umask
 *       of the process can only take more away.
 *   <li>What the umask took away is given back.
 * </ol>
 *
 * <p>What exists already keeps its mode. A file system without modes, such as FAT, is used all the
 * same: a console line at WARN reports each file that has another mode there.
 */
public enum FileAccess {
  /** Its owner: mode 600, and 700 for a folder. */
  OWNER(0600, 0700),

  /** Its owner, and its group to read: mode 640, and 750 for a folder. */
  GROUP_READABLE(0640, 0750),

  /** Every user, to read: mode 644, and 755 for a folder. Never for people's data. */
  EVERYBODY(0644, 0755);

  /** The bits that say who may do what. */
  private static final int PERMISSIONS = 0777;

  /** The JDK's name for all bits of a mode, also those that no {@link PosixFilePermission} has. */
  private static final String MODE = "unix:mode";

  /** The bits that a change of the mode sets. */
  private static final int SETTABLE = 07777;

  private static final PosixFilePermission[] FROM_THE_HIGHEST_BIT = PosixFilePermission.values();

  private final int file;
  private final int folder;

  FileAccess(int file, int folder) {
    this.file = file;
    this.folder = folder;
  }

  /** As the setting {@code group-readable} asks. */
  public static FileAccess of(boolean isGroupReadable) {
    return isGroupReadable ? GROUP_READABLE : OWNER;
  }

  /** The mode of a file or a folder. */
  int mode(boolean isFolder) {
    return isFolder ? folder : file;
  }

  /**
   * Creates an empty file and opens it to read and write. One that has the name is removed before:
   * it may have another mode, or belong to another user.
   *
   * @throws FileAlreadyExistsException if another process creates it at the same time
   */
  public FileChannel create(Path path) throws IOException {
    Files.deleteIfExists(path);
    return open(
        path,
        true,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
  }

  /** Opens a file to write, creating it if there is none. */
  public FileChannel openOrCreate(Path path) throws IOException {
    return open(
        path, Files.notExists(path), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
  }

  private FileChannel open(Path path, boolean isNew, Set<? extends OpenOption> how)
      throws IOException {
    FileChannel channel = FileChannel.open(path, how, attribute(file));
    try {
      if (isNew) {
        settle(path, file);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Creates a folder and those above it, if there are none. */
  public void createFolders(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path above = path.toAbsolutePath().getParent();
    if (above != null) {
      createFolders(above);
    }
    try {
      Files.createDirectory(path, attribute(folder));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
      return;
    }
    settle(path, folder);
  }

  /**
   * Gives its mode to what the system or another program created without one, such as a socket. Its
   * folder must keep others out until this returns.
   *
   * @throws IOException if it cannot have that mode
   */
  public void applyTo(Path path) throws IOException {
    set(path, Files.isDirectory(path) ? folder : file);
  }

  /** The permissions that a path has now: the lowest nine bits. */
  static int modeOf(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, MODE) & PERMISSIONS;
  }

  /** Sets the mode, unless it is that. The set-group-id bit, which a folder inherits, stays. */
  private static void set(Path path, int mode) throws IOException {
    int now = (Integer) Files.getAttribute(path, MODE) & SETTABLE;
    if ((now & PERMISSIONS) != mode) {
      Files.setAttribute(path, MODE, (now & ~PERMISSIONS) | mode);
    }
  }

  /** Sets the mode of what was just created, or reports that the file system cannot have it. */
  private static void settle(Path path, int mode) throws IOException {
    try {
      set(path, mode);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // Created here, because it takes milliseconds and nearly no process needs it.
      new ActionLog(FileAccess.class)
          .warn(
              "permissions",
              "path",
              path,
              "error",
              String.format(
                  Locale.ROOT,
                  "cannot have mode %o, it has %o: %s",
                  mode,
                  modeOf(path),
                  e.getReason()));
    }
  }

  private static FileAttribute<?> attribute(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < FROM_THE_HIGHEST_BIT.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(FROM_THE_HIGHEST_BIT[i]);
      }
    }
    return PosixFilePermissions.asFileAttribute(permissions);
  }
}
