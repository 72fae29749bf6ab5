package loteria.supervisor.status;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import loteria.supervisor.slot.WorkerState;

/**
 * The JSON form of snapshots: fields as they are named, moments as ISO 8601, null if there is none.
 */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .registerTypeAdapter(Instant.class, new Moments().nullSafe())
          .registerTypeAdapter(Status.Phase.class, new LowerCase<>(Status.Phase.class))
          .registerTypeAdapter(WorkerState.class, new LowerCase<>(WorkerState.class))
          .registerTypeAdapter(Status.Intake.class, new LowerCase<>(Status.Intake.class))
          .create();

  private Json() {}

  /** A record of this package as JSON, on one line. */
  public static String of(Object value) {
    return GSON.toJson(value);
  }

  /** A record of this package from JSON. */
  public static <T> T read(String json, Class<T> type) {
    return GSON.fromJson(json, type);
  }

  private static final class Moments extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant moment) throws IOException {
      out.value(moment.toString());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return Instant.parse(in.nextString());
    }
  }

  private static final class LowerCase<E extends Enum<E>> extends TypeAdapter<E> {
    private final Class<E> type;

    LowerCase(Class<E> type) {
      this.type = type;
    }

    @Override
    public void write(JsonWriter out, E value) throws IOException {
      out.value(value.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public E read(JsonReader in) throws IOException {
      return Enum.valueOf(type, in.nextString().toUpperCase(Locale.ROOT));
    }
  }
}
