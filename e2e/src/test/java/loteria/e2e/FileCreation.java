package loteria.e2e;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls by which code creates a file, folder or socket file, or sets a mode. A {@code
 * FileChannel} creates none unless an option asks for it, and the options count as calls.
 */
final class FileCreation {
  static final DescribedPredicate<JavaAccess<?>> SOME =
      DescribedPredicate.describe("create a file or set its mode", FileCreation::isOne);

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
          ProcessBuilder.Redirect.class.getName(),
          Set.of("to", "appendTo"),
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
    List<String> parameters =
        access.getTarget() instanceof CodeUnitAccessTarget target
            ? target.getRawParameterTypes().stream().map(JavaClass::getName).toList()
            : List.of();
    boolean takesFile = !parameters.isEmpty() && FILE_NAMES.contains(parameters.getFirst());
    if (WRITERS.contains(owner) && name.equals("<init>")) {
      return takesFile;
    }
    return owner.equals(ProcessBuilder.class.getName())
        && (name.equals("redirectOutput") || name.equals("redirectError"))
        && takesFile;
  }

  private static boolean isOfAFamily(JavaAccess<?> access) {
    return access.getTargetOwner().getName().equals(ServerSocketChannel.class.getName())
        && access.getTarget().getName().equals("open")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && !target.getRawParameterTypes().isEmpty();
  }
}
