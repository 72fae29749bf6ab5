package loteria.supervisor;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import loteria.ipc.runtime.ExitCode;
import loteria.ipc.settings.Settings;
import loteria.ipc.settings.UsageException;
import loteria.supervisor.events.EventFile;
import loteria.supervisor.season.HeldDraw;
import loteria.supervisor.season.SeasonFile;
import loteria.supervisor.status.Event;
import loteria.supervisor.status.Json;

/** {@code supervisor events}: prints what is on record, also while no server runs. */
final class EventsCommand {
  private EventsCommand() {}

  /** Prints the events of a server: those of its draws, one after another, the oldest first. */
  static ExitCode run(SupervisorSettings settings, Settings given, PrintStream out)
      throws IOException, UsageException {
    Instant since = since(given);
    boolean asJson = given.isSet(SupervisorOptions.JSON);
    for (String draw : draws(settings)) {
      new EventFile(settings.data().resolve(draw), settings.access())
          .read(
              event -> {
                if (!event.at().isBefore(since)) {
                  out.println(asJson ? Json.of(event) : text(event));
                }
              },
              line ->
                  System.err.println("events: line " + line + " of " + draw + " is incomplete"));
    }
    return ExitCode.OK;
  }

  private static List<String> draws(SupervisorSettings settings) throws IOException {
    List<HeldDraw> held = SeasonFile.of(settings.data(), settings.draw()).draws();
    return held.isEmpty() ? List.of(settings.draw()) : held.stream().map(HeldDraw::name).toList();
  }

  private static Instant since(Settings given) throws UsageException {
    String text = given.text(SupervisorOptions.SINCE);
    try {
      return text.isEmpty() ? Instant.MIN : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw given.bad(
          SupervisorOptions.SINCE,
          "is no date, time and offset from UTC such as 2026-12-24T21:00:00-03:00");
    }
  }

  private static String text(Event event) {
    String details =
        event.details().entrySet().stream()
            .map(one -> " | " + one.getKey() + ": " + one.getValue())
            .collect(Collectors.joining());
    String user = event.user() == null ? "" : " | user: " + event.user();
    return event.at() + " " + event.action() + " | result: " + event.result() + user + details;
  }
}
