package loteria.e2e.fault.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import loteria.e2e.Bets;
import loteria.e2e.Dialer;
import loteria.e2e.NativeClient;
import loteria.e2e.RunningServer;
import loteria.e2e.SmallDisk;
import loteria.e2e.StoredBets;
import loteria.e2e.TextClient;
import loteria.e2e.VerifyRun;
import loteria.e2e.fault.Access;
import loteria.e2e.fault.FaultPause;
import loteria.e2e.fault.FaultScale;
import loteria.e2e.fault.ProcessUse;
import loteria.e2e.fault.Transport;
import loteria.ipc.message.Bytes;
import loteria.ipc.message.ErrorCode;
import loteria.ipc.message.Reply;
import loteria.ipc.message.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One server on a disk of 64 MiB, its supervisor with 128 MiB, for as long as {@code make fault
 * MINUTES=} says: unfriendly clients, a disk that is full for a while, peers that send nothing or
 * nonsense, again and again. The stored bets are exactly the acknowledged ones; after the draw the
 * same processes have as many descriptors open as in the beginning, and about as much memory.
 */
@Tag("fault")
@ParameterizedClass
@EnumSource
@Timeout(4 * 60 * 60)
class LongNightTest {
  private static final int DISK_MEBIBYTES = 64;
  private static final int WORKERS = 4;
  private static final int RUNS_PER_WAVE = 100;
  private static final int PASSERS_BY = 300;
  private static final int AT_ONCE = 200;

  /** Each run stores about 3 kB: as many as the disk has room for. */
  private static final int WAVES_MAX = 180;

  private static final Duration NIGHT = Duration.ofMinutes(FaultScale.MINUTES);

  private static final int WAVES =
      NIGHT.isZero() ? 2 : Math.clamp(NIGHT.dividedBy(Duration.ofSeconds(36)), 2, WAVES_MAX);

  /** The least time of a wave: all of them together take the night. */
  private static final Duration WAVE_MIN = NIGHT.dividedBy(WAVES);

  /** A client that sent FIN and disconnected is noticed a minute later. */
  private static final Duration UNTIL_GONE = Duration.ofMinutes(3);

  /**
   * The memory of the draw, and for each run the places of about thirty batches and its agency's
   * totals.
   */
  private static final int KEPT_KIB = (2 << 10) + WAVES * RUNS_PER_WAVE / 2;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Transport transport;
  private final int runsPerWave;

  /** The agency that meets the full disk. */
  private final int lastAgency;

  /** One for each wave. */
  private final List<List<String>> betsOfLast;

  LongNightTest(Transport transport) {
    this.transport = transport;
    this.runsPerWave = transport.share(RUNS_PER_WAVE);
    this.lastAgency = WAVES * runsPerWave + 1;
    this.betsOfLast = Bets.of(lastAgency, WAVES, 0, FaultScale.SEED);
  }

  private final Crowd crowd = new Crowd();
  private final Random random = new Random(FaultScale.SEED);

  @Test
  void longUseOnASmallDiskLosesNothingAndLeaksNothing() throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve("disk"));
    try (SmallDisk disk = SmallDisk.mount(place, DISK_MEBIBYTES)) {
      serve(disk);
    } catch (SmallDisk.NotHere e) {
      if (System.getenv("CI") != null) {
        fail(e);
      }
      System.err.println("NOT TESTED, a long night on a small disk: " + e.getMessage());
    }
  }

  private void serve(SmallDisk disk) throws IOException, InterruptedException {
    Path data = disk.root().resolve("data");
    String run = folder.resolve("run").toString();
    Access access = transport.access(folder);
    try (RunningServer server =
        access.startWith(folder, data, 0, WORKERS, lastAgency, "--run", run, "--backlog", "2048")) {
      Dialer clients = access.dialer(server);
      warmUp(clients);
      ProcessUse use = ProcessUse.settled(server);
      for (int wave = 0; wave < WAVES && crowd.violations() == 0; wave++) {
        long begun = System.nanoTime();
        wave(server, clients, disk, wave);
        rest(begun);
      }
      crowd.assertNoViolations();
      if (!NIGHT.isZero()) {
        use.awaitAgain(server, UNTIL_GONE, KEPT_KIB);
      }
      draw(server, clients);
      use.awaitAgain(server, UNTIL_GONE, KEPT_KIB);
      assertEquals(List.of(), server.program().lines(" ERROR "));
      assertEquals(0, server.stop(), "exit code of the supervisor");
    }
    VerifyRun verified = VerifyRun.of(folder, data);
    assertEquals(0, verified.code(), verified::toString);
  }

  /** Enough at once that every process does everything once and allocates what it keeps. */
  private static void warmUp(Dialer server) throws IOException {
    List<NativeClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        NativeClient client = NativeClient.over(server.dial(i + 1));
        clients.add(client);
        assertInstanceOf(Reply.Pong.class, client.ask(new Request.Ping(Bytes.of(new byte[0]))));
      }
    } finally {
      for (NativeClient client : clients) {
        client.close();
      }
    }
  }

  private void wave(RunningServer server, Dialer clients, SmallDisk disk, int wave)
      throws IOException, InterruptedException {
    List<ClientRun> runs = new ArrayList<>();
    for (int i = 0; i < runsPerWave; i++) {
      int number = wave * runsPerWave + i;
      runs.add(new ClientRun(FaultScale.SEED + number, number + 1, clients));
    }
    crowd.runAll(runs);
    passBy(clients, runs);
    fillTheDisk(clients, disk, wave);
    StoredBets stored = StoredBets.read(server.folder());
    crowd.forAll(runs, run -> run.finish(stored));
    crowd.forAll(runs, run -> run.check(stored));
    assertEquals(betsOfLast.subList(0, wave + 1), stored.of(lastAgency));
  }

  /**
   * Sessions of clients that sent FIN and disconnected are closed at the latest when the winners
   * are sent.
   */
  private void draw(RunningServer server, Dialer clients) throws IOException {
    assertEquals(
        new Reply.Finished(0),
        ask(clients, Bets.finish(lastAgency, WAVES, betsOfLast, betsOfLast.size())));
    server.program().awaitLine("action: sorteo \\| result: success");
  }

  /**
   * A batch that was refused because the disk was full is stored once there is room, and only once.
   */
  private void fillTheDisk(Dialer server, SmallDisk disk, int wave) throws IOException {
    Request.Batch batch = Bets.batch(lastAgency, wave + 1, betsOfLast, wave, wave + 1);
    Path ballast = disk.fill();
    try {
      Reply denied = ask(server, batch);
      if (denied instanceof Reply.Ack) {
        return; // There was room in what the files had already.
      }
      assertEquals(ErrorCode.DISK_FULL, assertInstanceOf(Reply.Failure.class, denied).code());
    } finally {
      Files.delete(ballast);
    }
    assertEquals(new Reply.Ack(wave + 1, 1), ask(server, batch));
  }

  private Reply ask(Dialer server, Request request) throws IOException {
    try (NativeClient client = NativeClient.over(server.dial(lastAgency))) {
      client.send(new Request.Hello(lastAgency, ""));
      Reply welcome = client.receive();
      Reply last = welcome instanceof Reply.Welcome ? client.ask(request) : welcome;
      return Objects.requireNonNull(last, "closed without an answer");
    }
  }

  /**
   * Peers that connect and disconnect: silent, with a part of a message, with nonsense, with an
   * unknown dialect.
   */
  private void passBy(Dialer server, List<ClientRun> runs) throws IOException {
    for (int i = 0; i < transport.share(PASSERS_BY); i++) {
      switch (random.nextInt(4)) {
        case 0 -> say(server, new byte[0]);
        case 1 -> say(server, new byte[] {'L', 'T'});
        case 2 -> {
          byte[] nonsense = new byte[1 + random.nextInt(100)];
          random.nextBytes(nonsense);
          say(server, nonsense);
        }
        default -> {
          int agency = runs.get(random.nextInt(runs.size())).agency();
          String answer = new TextClient(server, agency).bet(999_999, List.of(ROW));
          assertEquals("ERR,", answer.substring(0, 4));
        }
      }
    }
  }

  private static final String ROW = "Ana,Paz,1,1990-05-17,1";

  private void say(Dialer server, byte[] bytes) throws IOException {
    try (Socket socket = server.dial(lastAgency)) {
      socket.getOutputStream().write(bytes);
    }
  }

  private static void rest(long begunNanos) throws InterruptedException {
    Duration left = WAVE_MIN.minusNanos(System.nanoTime() - begunNanos);
    if (left.isPositive()) {
      FaultPause.of(left);
    }
  }
}
