package loteria.worker;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loteria.ipc.process.ExitCode;
import loteria.ipc.process.Setting;
import loteria.ipc.process.Settings;
import loteria.ipc.process.UsageException;
import loteria.ledger.folder.DrawLedger;
import loteria.ledger.verify.Report;

/** What this process does instead of serving when it is started to verify a draw's files. */
final class Verify {
  /** The first argument that asks for it. */
  static final String COMMAND = "verify";

  private static final Setting FOLDER =
      new Setting("folder", "", "", "PATH", "told by the supervisor");

  private Verify() {}

  /** Prints what is found; {@link ExitCode#OK} when nothing is wrong. */
  static ExitCode run(String[] arguments) {
    try {
      var settings = Settings.read(List.of(FOLDER), arguments, Map.of());
      Path folder = Path.of(settings.text(FOLDER));
      Report report = DrawLedger.verify(folder);
      System.out.print(report.text());
      return report.isSound() ? ExitCode.OK : ExitCode.FAILED;
    } catch (UsageException e) {
      System.err.println("verify: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (NoSuchFileException e) {
      System.err.println("verify: there is no " + e.getFile());
      return ExitCode.FAILED;
    } catch (IOException e) {
      System.err.println("verify: cannot read: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }
}
