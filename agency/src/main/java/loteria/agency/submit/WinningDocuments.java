package loteria.agency.submit;

import java.nio.charset.StandardCharsets;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** An agency's winning documents, kept as bytes as they arrive, because there may be a million. */
final class WinningDocuments extends AbstractCollection<String> {
  private final List<byte[]> parts = new ArrayList<>();
  private int size;

  /** Adds the next documents. */
  void add(Collection<String> documents) {
    if (!documents.isEmpty()) {
      parts.add(String.join("\n", documents).getBytes(StandardCharsets.US_ASCII));
      size += documents.size();
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<String> iterator() {
    return parts.stream().flatMap(WinningDocuments::documents).iterator();
  }

  private static Stream<String> documents(byte[] part) {
    return new String(part, StandardCharsets.US_ASCII).lines();
  }
}
