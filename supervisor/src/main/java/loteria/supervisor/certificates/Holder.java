package loteria.supervisor.certificates;

import java.util.Locale;
import loteria.ipc.row.AgencyId;
import loteria.ipc.settings.UsageException;

/** The one that a certificate is for. Pure. */
sealed interface Holder {
  /** Its word on the command line instead of an agency's number. */
  String SERVER = "server";

  /** An agency, named by its number. */
  record Agency(AgencyId id) implements Holder {}

  /** The server, named by the addresses that agencies connect to. */
  record Server(ServerNames names) implements Holder {}

  /**
   * A holder as the command line and the index name it.
   *
   * @param names of the server, if it is the holder
   * @throws UsageException if the word is neither the number of an agency nor {@value #SERVER}
   */
  static Holder parse(String word, ServerNames names) throws UsageException {
    if (word.equals(SERVER)) {
      return new Server(names);
    }
    if (word.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(word);
      if (number >= 1 && number <= AgencyId.MAX) {
        return new Agency(new AgencyId(number));
      }
    }
    throw new UsageException(
        String.format(
            Locale.ROOT,
            "certificates: '%s' is not the number of an agency, 1 to %d, and not '%s'",
            word,
            AgencyId.MAX,
            SERVER));
  }

  /** Its word on the command line and in the index. */
  default String word() {
    return switch (this) {
      case Agency(AgencyId id) -> id.toString();
      case Server _ -> SERVER;
    };
  }

  /** Its name for people. */
  default String label() {
    return switch (this) {
      case Agency(AgencyId id) -> "agency " + id;
      case Server _ -> "the server";
    };
  }

  /** The common name of its certificate, and the beginning of the names of its files. */
  default String name() {
    return switch (this) {
      case Agency(AgencyId id) -> "agency-" + id;
      case Server _ -> SERVER;
    };
  }

  /** The alternative names of its certificate, as keytool takes them. */
  default String alternativeNames() {
    return switch (this) {
      case Agency(AgencyId id) -> "uri:urn:loteria:agency:" + id;
      case Server(ServerNames names) -> names.alternativeNames();
    };
  }

  /** The use of its key in TLS, as keytool names it. */
  default String use() {
    return switch (this) {
      case Agency _ -> "clientAuth";
      case Server _ -> "serverAuth";
    };
  }

  /** The longest validity, in days. For servers, 825 days is what other programs accept. */
  default int daysMax() {
    return switch (this) {
      case Agency _ -> Authority.DAYS - 1;
      case Server _ -> 825;
    };
  }

  /** The validity where no other is asked for, in days. */
  default int daysByDefault() {
    return switch (this) {
      case Agency _ -> 365;
      case Server _ -> 825;
    };
  }
}
