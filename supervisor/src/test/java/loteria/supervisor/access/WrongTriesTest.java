package loteria.supervisor.access;

import static loteria.supervisor.access.WrongTries.Outcome.REFUSED;
import static loteria.supervisor.access.WrongTries.Outcome.RIGHT;
import static loteria.supervisor.access.WrongTries.Outcome.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import loteria.supervisor.access.WrongTries.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class WrongTriesTest {
  private final WrongTries tries = new WrongTries();
  private long now;

  @ParameterizedTest
  @ValueSource(longs = {0, -7, Long.MAX_VALUE - 3})
  void tenAtOnceThenOneASecond(long start) throws UnknownHostException {
    now = start;
    InetAddress guesser = address("10.0.0.1");
    assertTenAndNoMore(guesser);
    assertEquals(REFUSED, attempt(guesser, true), "a right one is not looked at either");
    now += Duration.ofMillis(999).toNanos();
    assertEquals(REFUSED, attempt(guesser, true));
    now += Duration.ofMillis(1).toNanos();
    assertEquals(RIGHT, attempt(guesser, true), "a right one uses nothing up");
    assertEquals(WRONG, attempt(guesser, false));
    assertEquals(REFUSED, attempt(guesser, true));
    now += Duration.ofMinutes(1).toNanos();
    assertTenAndNoMore(guesser);
  }

  @Test
  void oneAddressKeepsNoOtherOut() throws UnknownHostException {
    assertTenAndNoMore(address("10.0.0.1"));
    assertEquals(RIGHT, attempt(address("10.0.0.2"), true));
    assertTenAndNoMore(address("10.0.0.2"));
  }

  @Test
  void theAddressesOfANetworkOfIpv6CountAsOne() throws UnknownHostException {
    assertTenAndNoMore(address("2001:db8:1:2::1"));
    assertEquals(REFUSED, attempt(address("2001:db8:1:2:ffff::9"), true));
    assertEquals(RIGHT, attempt(address("2001:db8:1:3::1"), true));
  }

  @Test
  void manyAddressesAreBoundedUntilTheirTriesAreForgiven() throws UnknownHostException {
    for (int i = 0; i < WrongTries.ADDRESSES_MAX; i++) {
      assertEquals(WRONG, attempt(address("10.1." + i / 256 + "." + i % 256), false));
    }
    assertEquals(REFUSED, attempt(address("10.2.0.1"), true));
    assertEquals(RIGHT, attempt(address("10.1.0.1"), true), "a known one has tries left");
    now += Duration.ofSeconds(1).toNanos();
    assertEquals(WRONG, attempt(address("10.2.0.1"), false));
  }

  private void assertTenAndNoMore(InetAddress from) {
    for (int i = 0; i < WrongTries.TRIES_MAX; i++) {
      assertEquals(WRONG, attempt(from, false));
    }
    assertEquals(REFUSED, attempt(from, false));
  }

  private Outcome attempt(InetAddress from, boolean isRight) {
    return tries.attempt(from, now, () -> isRight);
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
