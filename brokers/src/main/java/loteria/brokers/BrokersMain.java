package loteria.brokers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs brokers until standard input or this process ends: {@code BrokersMain [--full-jit] FOLDER
 * COUNT [SETTING=VALUE...]}. It prints {@code brokers ready: } and their addresses, then answers
 * each line of standard input by a line: {@code kill N}, {@code stop N}, {@code start N}, {@code
 * pause N}, {@code resume N}, {@code leader TOPIC}, {@code controller}.
 */
public final class BrokersMain {
  private static final String USAGE =
      "usage: BrokersMain [--full-jit] FOLDER COUNT [SETTING=VALUE...]";
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private BrokersMain() {}

  /** Exits with 0, with 1 if the brokers do not start, or with 2 if the arguments are wrong. */
  public static void main(String[] args) throws IOException {
    System.exit(run(new ArrayList<>(List.of(args))));
  }

  private static int run(List<String> args) throws IOException {
    boolean fullJit = args.remove("--full-jit");
    ClusterSettings settings;
    try {
      settings = ClusterSettings.of(Integer.parseInt(args.get(1)));
      for (String setting : args.subList(2, args.size())) {
        String[] pair = setting.split("=", 2);
        settings = settings.with(pair[0], pair[1]);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      System.err.println(USAGE);
      return WRONG_USAGE;
    }
    try (var cluster =
        BrokerCluster.start(
            Path.of(args.getFirst()), fullJit ? settings.withFullJit() : settings)) {
      System.out.println("brokers ready: " + cluster.bootstrap());
      answerAll(new BrokerCommands(cluster));
      return 0;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return FAILED;
    }
  }

  private static void answerAll(BrokerCommands commands) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(commands.answer(line));
    }
  }
}
