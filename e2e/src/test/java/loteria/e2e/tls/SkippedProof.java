package loteria.e2e.tls;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * While it is open, no client with TLS in this JVM proves that it has its certificate's key: in
 * place of CertificateVerify it sends the warning no_certificate, on which Java's server, if it
 * only asks for certificates, expects none of the two messages any more. It replaces a part of
 * Java's own client, for which {@code sun.security.ssl} must be open to the tests.
 */
final class SkippedProof implements AutoCloseable {
  private static final String PACKAGE = "sun.security.ssl.";

  private final Map.Entry<Object, Object[]>[] producers;
  private final Map.Entry<Object, Object[]>[] before;

  @SuppressWarnings("unchecked")
  SkippedProof() throws ReflectiveOperationException {
    Class<?> messages = Class.forName(PACKAGE + "SSLHandshake");
    Field field = messages.getDeclaredField("handshakeProducers");
    field.setAccessible(true);
    Object message = constant(messages, "CERTIFICATE_VERIFY");
    this.producers = (Map.Entry<Object, Object[]>[]) field.get(message);
    this.before = producers.clone();
    Class<?> producer = Class.forName(PACKAGE + "HandshakeProducer");
    Object skipping =
        Proxy.newProxyInstance(
            null, new Class<?>[] {producer}, (_, _, arguments) -> warn(arguments[0]));
    for (int i = 0; i < producers.length; i++) {
      producers[i] = Map.entry(skipping, before[i].getValue());
    }
  }

  @Override
  public void close() {
    System.arraycopy(before, 0, producers, 0, before.length);
  }

  private static Object warn(Object handshake) throws IOException {
    try {
      Field field = Class.forName(PACKAGE + "HandshakeContext").getDeclaredField("conContext");
      field.setAccessible(true);
      Object connection = field.get(handshake);
      Class<?> alerts = Class.forName(PACKAGE + "Alert");
      Method warning = connection.getClass().getDeclaredMethod("warning", alerts);
      warning.setAccessible(true);
      warning.invoke(connection, constant(alerts, "NO_CERTIFICATE"));
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
    // As every producer does: the message has been sent.
    return new byte[0];
  }

  private static Object constant(Class<?> of, String name) throws ReflectiveOperationException {
    Field field = of.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }
}
