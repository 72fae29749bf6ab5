package loteria.e2e;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * The calls by which code creates a file, folder or socket file, or sets a mode. A {@code
 * FileChannel} creates none unless an option asks for it, and the options count as calls.
 */
final class FileCreation {
  static final DescribedPredicate<JavaAccess<?>> SOME =
      DescribedPredicate.describe("create a file or set its mode", FileCreation::isOne);

  static final DescribedPredicate<JavaAccess<?>> REDIRECTION =
      DescribedPredicate.describe("redirect output to a file", FileCreation::redirects);

  /** A socket of a given family: a Unix-domain socket has a file. */
  static final DescribedPredicate<JavaAccess<?>> UNIX_SOCKET =
      DescribedPredicate.describe("open a socket of a family", FileCreation::isOfAFamily);

  private static final Map<String, Set<String>> NAMES =
      Map.of(
          StandardOpenOption.class.getName(),
          Set.of("CREATE", "CREATE_NEW", "values", "valueOf"),
          Files.class.getName(),
          Set.of(
              "copy",
              "createDirectories",
              "createDirectory",
              "createFile",
              "createSymbolicLink",
              "createTempDirectory",
              "createTempFile",
              "newBufferedWriter",
              "newByteChannel",
              "newOutputStream",
              "setAttribute",
              "setPosixFilePermissions",
              "write",
              "writeString"),
          "java.io.File",
          Set.of(
              "createNewFile",
              "createTempFile",
              "mkdir",
              "mkdirs",
              "setExecutable",
              "setReadable",
              "setWritable"),
          AsynchronousFileChannel.class.getName(),
          Set.of("open"),
          "java.util.logging.FileHandler",
          Set.of("<init>"));

  /** These create the file that their first parameter names. */
  private static final Set<String> WRITERS =
      Set.of(
          "java.io.FileOutputStream",
          "java.io.FileWriter",
          "java.io.PrintStream",
          "java.io.PrintWriter",
          "java.io.RandomAccessFile",
          "java.util.Formatter");

  private static final Set<String> FILE_NAMES = Set.of("java.lang.String", "java.io.File");

  private FileCreation() {}

  private static boolean isOne(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (NAMES.getOrDefault(owner, Set.of()).contains(name)) {
      return true;
    }
    return WRITERS.contains(owner) && name.equals("<init>") && firstIsFile(access);
  }

  /** The output of another program goes to a file, which is created if there is none. */
  private static boolean redirects(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    if (owner.equals(ProcessBuilder.Redirect.class.getName())) {
      return name.equals("to") || name.equals("appendTo");
    }
    return owner.equals(ProcessBuilder.class.getName())
        && (name.equals("redirectOutput") || name.equals("redirectError"))
        && firstIsFile(access);
  }

  private static boolean firstIsFile(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && !target.getRawParameterTypes().isEmpty()
        && FILE_NAMES.contains(target.getRawParameterTypes().getFirst().getName());
  }

  private static boolean isOfAFamily(JavaAccess<?> access) {
    return access.getTargetOwner().getName().equals(ServerSocketChannel.class.getName())
        && access.getTarget().getName().equals("open")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && !target.getRawParameterTypes().isEmpty();
  }
}
