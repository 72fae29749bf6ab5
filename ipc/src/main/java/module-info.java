/**
 * What the processes of the lottery share: bets and their rows, the messages that cross a process
 * boundary, the sockets they cross on, and how a process starts, logs and stops.
 */
@org.jspecify.annotations.NullMarked
module loteria.ipc {
  requires transitive org.slf4j;
  requires static transitive org.jspecify;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires org.apache.commons.cli;
  requires jdk.net;

  exports loteria.ipc.bet;
  exports loteria.ipc.wire;
  exports loteria.ipc.channel;
  exports loteria.ipc.process;
  exports loteria.ipc.log;
  exports loteria.ipc.folder;
  exports loteria.ipc.text;
  exports loteria.ipc.time;
}
