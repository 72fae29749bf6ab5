package loteria.supervisor.season;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import loteria.ipc.folder.DrawLayout;
import loteria.ipc.folder.FileAccess;
import loteria.supervisor.status.PastDraw;
import org.jspecify.annotations.Nullable;

/**
 * The draws of a season in order, the current one last: as its file has them, or the first alone.
 * Safe for use by several threads, of which one at a time adds.
 */
public final class DrawList {
  private final Path data;
  private final SeasonFile file;
  private final List<HeldDraw> read;
  private volatile List<HeldDraw> draws;

  private DrawList(Path data, SeasonFile file, List<HeldDraw> read, List<HeldDraw> draws) {
    this.data = data;
    this.file = file;
    this.read = read;
    this.draws = draws;
  }

  /**
   * Reads the list of the season that a draw belongs to.
   *
   * @param data the folder of the draws' folders
   * @param closesAt when the intake of the first draw closes by itself, if there is no file
   */
  public static DrawList read(Path data, String draw, @Nullable Instant closesAt)
      throws IOException {
    SeasonFile file = SeasonFile.of(data, draw);
    List<HeldDraw> read = file.draws();
    List<HeldDraw> draws = read.isEmpty() ? List.of(new HeldDraw(draw, closesAt, null)) : read;
    return new DrawList(data, file, read, draws);
  }

  /** Whether another draw has followed the first. */
  public boolean hasFile() {
    return !read.isEmpty();
  }

  /** Whether the file is as it was when this was read. */
  public boolean isUpToDate() throws IOException {
    return file.draws().equals(read);
  }

  /** How many draws there are. */
  public int size() {
    return draws.size();
  }

  /** The place of the current draw, counted from 0. */
  public int last() {
    return draws.size() - 1;
  }

  /** The place of the oldest draw that is kept open, if so many earlier ones are. */
  public int firstKept(int keep) {
    return Math.max(0, last() - keep);
  }

  /** The draw at this place. */
  public HeldDraw get(int index) {
    return draws.get(index);
  }

  /** The names of all, in order. */
  public List<String> names() {
    return draws.stream().map(HeldDraw::name).toList();
  }

  /** What became of the draws before the current one, in order. */
  public List<PastDraw> past() {
    return draws.stream().map(HeldDraw::past).filter(Objects::nonNull).toList();
  }

  /**
   * Whether a draw's folder has its ledger. The folder alone may have been created again, for
   * sockets.
   */
  public boolean isThere(String draw) {
    return Files.exists(data.resolve(draw).resolve(DrawLayout.IDENTITY));
  }

  /**
   * Adds the next draw, durably.
   *
   * @param past what became of the current one
   * @throws IOException if it may not be durable; {@link #isWritten} says whether the file has it
   */
  public void follow(PastDraw past, String next, @Nullable Instant closesAt, FileAccess access)
      throws IOException {
    List<HeldDraw> all = new ArrayList<>(draws.subList(0, last()));
    all.add(new HeldDraw(get(last()).name(), get(last()).closesAt(), past));
    all.add(new HeldDraw(next, closesAt, null));
    file.write(all, access);
    draws = List.copyOf(all);
  }

  /** Whether the file has this draw as the current one. */
  public boolean isWritten(String draw) throws IOException {
    List<HeldDraw> written = file.draws();
    return !written.isEmpty() && written.getLast().name().equals(draw);
  }
}
