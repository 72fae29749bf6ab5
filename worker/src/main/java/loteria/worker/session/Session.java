package loteria.worker.session;

import java.io.IOException;
import loteria.ipc.message.Bytes;

/** One agency's conversation, in either dialect: takes its requests, in order. */
sealed interface Session permits NativeSession, TextSession {
  /**
   * Takes the next request and sees to its answer.
   *
   * @return whether more may come
   * @throws loteria.ipc.message.WireException when the message is none
   * @throws IOException when nothing can be answered any more
   */
  boolean take(Bytes message) throws IOException;

  /** Whose session this is; 0 where that is not known yet. For any thread. */
  int agencyNumber();

  /** Whether it has asked for its winners. For any thread. */
  boolean wantsWinners();
}
