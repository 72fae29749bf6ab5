package loteria.ipc.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for files and folders that others than their owner may use beyond what is asked for.
 * Changes nothing. Files may come and go meanwhile.
 */
public final class ModeCheck {
  /** The files that are no group's in any case: a process that can read a file can lock it. */
  private static final Set<String> OWNERS_ALONE =
      Set.of(DrawLayout.BETS_LOCK, DrawLayout.SUPERVISOR_LOCK, DrawLayout.WINNERS_FOUND);

  private final Path folder;
  private final FileAccess asked;
  private final List<OpenPath> found = new ArrayList<>();

  private ModeCheck(Path folder, FileAccess asked) {
    this.folder = folder;
    this.asked = asked;
  }

  /**
   * Checks a draw's folder with all that is in it, and the data folder itself.
   *
   * @param folder the draw's, {@code <data>/<draw>}
   * @param asked who may use the data; the sockets and the locks are their owner's in any case
   * @return what was found, by path
   * @throws IOException if the folder cannot be read
   */
  public static List<OpenPath> ofDraw(Path folder, FileAccess asked) throws IOException {
    var check = new ModeCheck(folder, asked);
    Path data = folder.toAbsolutePath().getParent();
    if (data != null) {
      check.look(data, asked);
    }
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, check.new Walk());
    check.found.sort((one, other) -> one.path().compareTo(other.path()));
    return check.found;
  }

  /** Checks one file; null if it does not exist, or no other may use it. */
  public static @Nullable OpenPath ofFile(Path file, FileAccess asked) throws IOException {
    var check = new ModeCheck(file, asked);
    check.look(file, asked);
    return check.found.isEmpty() ? null : check.found.getFirst();
  }

  private void look(Path path, FileAccess allowed) throws IOException {
    try {
      boolean isFolder = Files.isDirectory(path);
      int mode = FileAccess.modeOf(path);
      int excess = mode & ~allowed.mode(isFolder) & OpenPath.OTHERS_THAN_THE_OWNER;
      if (excess != 0) {
        found.add(new OpenPath(path, isFolder, mode, excess));
      }
    } catch (NoSuchFileException _) {
      // It was removed since its folder was read, or is a link to nothing.
    }
  }

  private FileAccess allowed(Path path) {
    boolean isOwners =
        path.startsWith(folder.resolve(DrawLayout.RUN))
            || OWNERS_ALONE.contains(String.valueOf(path.getFileName()));
    return isOwners ? FileAccess.OWNER : asked;
  }

  /** Looks at everything, through links too: what is behind one is the draw's as well. */
  private final class Walk extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
        throws IOException {
      look(path, allowed(path));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
      look(path, allowed(path));
      return FileVisitResult.CONTINUE;
    }

    /** A folder that this user cannot read has a mode all the same. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      if (failure instanceof AccessDeniedException) {
        look(path, allowed(path));
      } else if (!(failure instanceof NoSuchFileException
          || failure instanceof FileSystemLoopException)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
