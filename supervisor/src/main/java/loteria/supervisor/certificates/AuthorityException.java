package loteria.supervisor.certificates;

import java.io.IOException;

/** A command of the authority cannot be carried out. Its message is the one line a person needs. */
final class AuthorityException extends IOException {
  private static final long serialVersionUID = 1;

  AuthorityException(String message) {
    super(message);
  }
}
