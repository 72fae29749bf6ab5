package loteria.supervisor.draw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import loteria.ipc.message.WorkerMessage.DrawRecord;
import loteria.ipc.message.WorkerMessage.Winner;

/**
 * An expected draw.
 *
 * @param text the content of winners.csv
 * @param draw the ledger's record of it
 */
record MadeUpDraw(String text, DrawRecord draw) {
  /** The draw of a number with these winners, in the order in which their bets were stored. */
  static MadeUpDraw of(int number, List<Winner> winners) {
    String text =
        winners.stream()
            .collect(Collectors.groupingBy(Winner::agency, TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .flatMap(List::stream)
            .map(winner -> winner.agency() + "," + winner.document() + "\r\n")
            .collect(Collectors.joining());
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return new MadeUpDraw(text, new DrawRecord(number, winners.size(), (int) crc.getValue()));
  }
}
