package loteria.ipc.runtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import loteria.ipc.logging.ActionLog;

/**
 * The C library's messages for the kernel's errors, in the language of this process. Looked up only
 * after a failure: setting up the native call takes longer than a program should take to start.
 */
@SuppressWarnings("restricted") // its one call takes a number and gives a text
final class SystemErrors {
  private static final ActionLog LOG = new ActionLog(SystemErrors.class);

  /** ENOSPC and EDQUOT, as Linux numbers them. */
  private static final List<Integer> NO_ROOM_NUMBERS = List.of(28, 122);

  /** ENFILE and EMFILE, as Linux numbers them. */
  private static final List<Integer> TOO_MANY_FILES_NUMBERS = List.of(23, 24);

  private static final int TEXT_BYTES_MAX = 1024;

  /** The messages for a full disk; empty if they cannot be found out. */
  static final List<String> NO_ROOM = wordsOf(NO_ROOM_NUMBERS);

  /** The messages for too many open files; empty if they cannot be found out. */
  static final List<String> TOO_MANY_FILES = wordsOf(TOO_MANY_FILES_NUMBERS);

  private SystemErrors() {}

  private static List<String> wordsOf(List<Integer> numbers) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle strerror =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      Charset charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
      for (int number : numbers) {
        var text = (MemorySegment) strerror.invokeExact(number);
        words.add(text.reinterpret(TEXT_BYTES_MAX).getString(0, charset));
      }
      return words;
    } catch (Throwable e) {
      LOG.warn("system_words", "error", e);
      return List.of();
    }
  }
}
