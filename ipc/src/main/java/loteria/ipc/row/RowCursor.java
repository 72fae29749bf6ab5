package loteria.ipc.row;

/** Where in a row the next field begins; what is before it has been found good. */
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
