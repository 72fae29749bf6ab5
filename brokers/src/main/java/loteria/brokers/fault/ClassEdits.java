package loteria.brokers.fault;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Edits of methods, made when their classes are loaded. One that fails ends the JVM, because a
 * fault that does not happen makes a test that cannot fail.
 *
 * <p>A method is edited at its begin, or at each of its returns. A clock gets a system property
 * added, by the JDK's own classes: most clocks cannot see a class of the agent.
 */
final class ClassEdits implements ClassFileTransformer {
  private static final int EDIT_FAILED = 4;
  private static final ClassDesc HOOKS = ClassDesc.of(Hooks.class.getName());
  private static final ClassDesc INSTANT = ClassDesc.of(Instant.class.getName());

  /** By class and method. */
  private final Map<String, Map<String, Edit>> first = new HashMap<>();

  private final Map<String, Map<String, Edit>> last = new HashMap<>();

  /** Classes whose calls of {@link System#currentTimeMillis} are skewed. */
  private final Set<String> clocks = new HashSet<>();

  /** Adds instructions to a method. */
  private interface Edit {
    void addTo(CodeBuilder code, MethodModel method);
  }

  /** At the begin of a method its hook gets the values of these local variables; 0 is this. */
  void addFirst(String type, String method, String hook, int... locals) {
    put(first, type, method, (code, edited) -> call(code, edited, hook, locals));
  }

  /** At each return of a method its hook gets this. */
  void addLast(String type, String method, String hook) {
    put(last, type, method, (code, edited) -> call(code, edited, hook, 0));
  }

  /** The instant that a method returns is skewed. */
  void addSkewedInstant(String type, String method) {
    put(last, type, method, (code, _) -> addSkewTo(code));
  }

  /** The milliseconds that a class asks the system for are skewed. */
  void addSkewedClock(String type) {
    clocks.add(type);
  }

  private static void put(
      Map<String, Map<String, Edit>> edits, String type, String method, Edit edit) {
    edits.computeIfAbsent(type, _ -> new HashMap<>()).put(method, edit);
  }

  private static void call(CodeBuilder code, MethodModel method, String hook, int... locals) {
    ClassDesc[] types = new ClassDesc[locals.length];
    for (int i = 0; i < locals.length; i++) {
      code.aload(locals[i]);
      types[i] =
          locals[i] == 0
              ? method.parent().orElseThrow().thisClass().asSymbol()
              : method.methodTypeSymbol().parameterType(locals[i] - 1);
    }
    code.invokestatic(HOOKS, hook, MethodTypeDesc.of(ConstantDescs.CD_void, types));
  }

  /** Adds the skew, as {@link Instant#plusMillis}, to the instant on the stack. */
  private static void addSkewTo(CodeBuilder code) {
    loadSkew(code);
    code.invokevirtual(INSTANT, "plusMillis", MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long));
  }

  private static void loadSkew(CodeBuilder code) {
    code.loadConstant(FaultWatch.SKEW)
        .lconst_0()
        .invokestatic(
            ConstantDescs.CD_Long,
            "getLong",
            MethodTypeDesc.of(
                ConstantDescs.CD_Long, ConstantDescs.CD_String, ConstantDescs.CD_long))
        .invokevirtual(
            ConstantDescs.CD_Long, "longValue", MethodTypeDesc.of(ConstantDescs.CD_long));
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String type,
      @Nullable Class<?> loaded,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (type == null || !isEdited(type)) {
      return null;
    }
    try {
      return edited(type, loader, bytes);
    } catch (Throwable e) {
      // The JVM would use the class as it was.
      e.printStackTrace();
      Runtime.getRuntime().halt(EDIT_FAILED);
      return null;
    }
  }

  private boolean isEdited(String type) {
    return first.containsKey(type) || last.containsKey(type) || clocks.contains(type);
  }

  private byte[] edited(String type, @Nullable ClassLoader loader, byte[] bytes) {
    Map<String, Edit> begins = first.getOrDefault(type, Map.of());
    Map<String, Edit> ends = last.getOrDefault(type, Map.of());
    ClassFile files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                    loader == null ? ClassLoader.getSystemClassLoader() : loader)));
    ClassModel model = files.parse(bytes);
    Set<String> missing = new HashSet<>(begins.keySet());
    missing.addAll(ends.keySet());
    ClassTransform all =
        clocks.contains(type)
            ? ClassTransform.transformingMethodBodies(ClassEdits::skewCalls)
            : ClassTransform.ACCEPT_ALL;
    for (MethodModel method : model.methods()) {
      String name = method.methodName().stringValue();
      if (method.code().isPresent() && missing.remove(name)) {
        all = all.andThen(edit(method, begins.get(name), ends.get(name)));
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(type + " has no method " + missing);
    }
    return files.transformClass(model, all);
  }

  private static ClassTransform edit(MethodModel method, @Nullable Edit begin, @Nullable Edit end) {
    return ClassTransform.transformingMethodBodies(
        other -> isSame(other, method),
        new CodeTransform() {
          @Override
          public void atStart(CodeBuilder code) {
            if (begin != null) {
              begin.addTo(code, method);
            }
          }

          @Override
          public void accept(CodeBuilder code, CodeElement element) {
            if (end != null && element instanceof ReturnInstruction) {
              end.addTo(code, method);
            }
            code.with(element);
          }
        });
  }

  private static void skewCalls(CodeBuilder code, CodeElement element) {
    code.with(element);
    if (element instanceof InvokeInstruction call
        && call.name().equalsString("currentTimeMillis")) {
      loadSkew(code);
      code.ladd();
    }
  }

  private static boolean isSame(MethodModel one, MethodModel other) {
    return one.methodName().equalsString(other.methodName().stringValue())
        && one.methodType().equalsString(other.methodType().stringValue());
  }
}
