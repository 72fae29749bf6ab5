package loteria.ipc.row;

/** The place in a row where the next field begins; everything before it is good. */
final class RowCursor {
  final byte[] bytes;
  final int to;
  int at;

  RowCursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }
}
