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
  requires java.logging;
  requires tls.channel;

  exports loteria.ipc.row;
  exports loteria.ipc.message;
  exports loteria.ipc.codec;
  exports loteria.ipc.io;
  exports loteria.ipc.settings;
  exports loteria.ipc.runtime;
  exports loteria.ipc.logging;
  exports loteria.ipc.folder;
  exports loteria.ipc.text;
  exports loteria.ipc.time;
  exports loteria.ipc.tls;
}
