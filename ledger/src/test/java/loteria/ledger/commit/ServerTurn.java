package loteria.ledger.commit;

import java.io.IOException;
import java.util.Random;
import loteria.ledger.commit.DiskEvent.Write;
import loteria.ledger.commit.MemoryReplicatedLog.Fate;
import loteria.ledger.log.TestLogs;
import org.jspecify.annotations.Nullable;

/** A turn of one process of {@link RandomServers}, and what happens to it. */
final class ServerTurn {
  private static final int WRITES_BEFORE_MAX = 5;

  private final Random random;
  private final int server;
  private final int process;
  private Trouble trouble;

  /** So many of its writes are left before that happens. */
  private int writesBefore;

  private boolean isDisturbed;
  private @Nullable Runnable firstAppend;

  /** What may happen to it. */
  enum Trouble {
    NONE(false),
    KILLED_AT_WRITE(false),
    KILLED_AFTER_APPEND(false),
    KILLED_BEFORE_ANSWER(false),
    NO_ROOM(false),
    NOT_CONFIRMED(false),
    SPOILED(false),
    UNREACHABLE(true),
    UNREACHABLE_AFTER_APPEND(true),
    SEES_LITTLE(true);

    /** Whether it waits for the log without effect, which takes real time. */
    final boolean isSlow;

    Trouble(boolean isSlow) {
      this.isSlow = isSlow;
    }

    /** Most often none; what is slow is rare. */
    static Trouble any(Random random) {
      Trouble any = random.nextInt(3) == 0 ? values()[random.nextInt(values().length)] : NONE;
      return any.isSlow && random.nextInt(4) > 0 ? NONE : any;
    }
  }

  ServerTurn(int server, int process, Trouble trouble, Random random) {
    this.random = random;
    this.server = server;
    this.process = process;
    this.trouble = trouble;
    this.writesBefore = random.nextInt(WRITES_BEFORE_MAX);
  }

  int server() {
    return server;
  }

  Trouble trouble() {
    return trouble;
  }

  boolean isOf(int ofServer, int ofProcess) {
    return server == ofServer && process == ofProcess;
  }

  /** Others have had a turn in the middle of it. */
  void disturb() {
    isDisturbed = true;
  }

  /** Whether nothing happened: then each answer is the one that is due. */
  boolean isUndisturbed() {
    return trouble == Trouble.NONE && !isDisturbed;
  }

  /** What is done before its first append. */
  void onFirstAppend(Runnable action) {
    firstAppend = action;
  }

  /** It appends. */
  void appends() {
    if (firstAppend != null) {
      firstAppend.run();
      firstAppend = null;
    }
  }

  /** What happens to its append. */
  Fate fate() {
    if (trouble != Trouble.NOT_CONFIRMED) {
      return Fate.TAKEN;
    }
    return switch (random.nextInt(4)) {
      case 0 -> Fate.LOST;
      case 1 -> Fate.TAKEN_UNKNOWN;
      default -> Fate.DELAYED;
    };
  }

  /** Called before it does something to its server's disk; throws when that fails. */
  void strike(MemoryDisk disk, DiskEvent event) throws IOException {
    boolean isOfWrites = trouble == Trouble.KILLED_AT_WRITE || trouble == Trouble.NO_ROOM;
    if (!isOfWrites || !(event instanceof Write write) || writesBefore-- > 0) {
      return;
    }
    disk.apply(write.torn(part(write)));
    if (trouble == Trouble.KILLED_AT_WRITE) {
      throw new Killed();
    }
    trouble = random.nextInt(3) == 0 ? Trouble.KILLED_AT_WRITE : Trouble.NO_ROOM;
    writesBefore = random.nextInt(WRITES_BEFORE_MAX);
    isDisturbed = true;
    throw new IOException("No space left on device");
  }

  /** A process that is killed has written the first pages; the last row may be of any length. */
  private int part(Write write) {
    int length = write.bytes().length();
    return write.file() == MemoryDisk.BETS
        ? random.nextInt(length)
        : random.nextInt(Math.ceilDiv(length, TestLogs.ALIGNMENT)) * TestLogs.ALIGNMENT;
  }

  @Override
  public String toString() {
    return "server %d, process %d, %s%s"
        .formatted(server, process, trouble, isDisturbed ? ", disturbed" : "");
  }
}
