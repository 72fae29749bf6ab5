/** The program of one agency: sends its bets to the central server and asks for its winners. */
@org.jspecify.annotations.NullMarked
module loteria.agency {
  requires loteria.ipc;
  requires static org.jspecify;
  requires jdk.net;
}
