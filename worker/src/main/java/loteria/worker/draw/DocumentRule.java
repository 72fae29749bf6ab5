package loteria.worker.draw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import loteria.ipc.row.ByteSearch;
import loteria.ipc.row.RowCheck;

/**
 * A bet is of a person if its document is exactly the person's, byte by byte.
 *
 * <p>A row is looked at from its end: the number and the birth date before it have no comma, and
 * the document no comma or quote, so the third field from the end is the document, whatever the
 * names before it contain.
 */
final class DocumentRule {
  private static final int LINE_END_BYTES = 2;

  private final byte[] document;

  /**
   * @param document 1 to {@value RowCheck#DOCUMENT_MAX} letters and digits
   */
  DocumentRule(String document) {
    this.document = document.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The end of the next row that has the document, or -1 where there is none.
   *
   * @param rows where whole rows are
   * @param from where one of them begins
   * @param to where the last of them ends
   * @return index of the byte after its line end
   */
  int next(byte[] rows, int from, int to) {
    int begin = from;
    while (begin < to) {
      int end = ByteSearch.lineFeed(rows, begin + RowCheck.ROW_BYTES_MIN - 1, to) + 1;
      if (end <= to && isOfDocument(rows, begin, end)) {
        return end;
      }
      begin = end;
    }
    return -1;
  }

  private boolean isOfDocument(byte[] rows, int begin, int end) {
    int documentEnd = commaBefore(rows, commaBefore(rows, end - LINE_END_BYTES));
    int documentBegin = documentEnd - document.length;
    return documentBegin > begin
        && rows[documentBegin - 1] == ','
        && Arrays.equals(rows, documentBegin, documentEnd, document, 0, document.length);
  }

  private static int commaBefore(byte[] rows, int before) {
    int at = before - 1;
    while (rows[at] != ',') {
      at--;
    }
    return at;
  }
}
