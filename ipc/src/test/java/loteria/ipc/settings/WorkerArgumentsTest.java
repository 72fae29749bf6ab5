package loteria.ipc.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerArgumentsTest {
  @Test
  void whatTheSupervisorWritesIsWhatTheWorkerReads() throws Exception {
    var arguments = new WorkerArguments();
    for (Setting setting : WorkerArguments.TO_SERVE) {
      arguments.with(setting, "--of " + setting.flag());
    }
    String[] words = arguments.words().toArray(String[]::new);
    var read = Settings.read(WorkerArguments.TO_SERVE, words, Map.of());
    for (Setting setting : WorkerArguments.TO_SERVE) {
      assertEquals("--of " + setting.flag(), read.text(setting));
    }
  }

  @Test
  void aCommandComesFirst() {
    assertEquals(
        List.of("export", "--folder", "/data/a", "--to", "b.csv"),
        new WorkerArguments(WorkerArguments.EXPORT)
            .with(WorkerArguments.FOLDER, "/data/a")
            .with(WorkerArguments.TO, "b.csv")
            .words());
  }
}
