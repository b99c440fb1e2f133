package app_package;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.platform.Platform;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole shop in memory: events are bytes on a bus, and state is in stores. */
class ShopTest {
    private final ManualClock clock = ManualClock.atNewYear();
    private final InMemoryPlatform platform =
            InMemoryPlatform.of(Platform.Settings.of("/app-name", Messages.TYPES).clock(clock));
    private final List<String> letters = new ArrayList<>();
    private final Shop shop = new Shop(platform, letters::add);

    @Test
    void an_order_is_confirmed_and_its_customer_told_once() {
        InMemoryPump pump = platform.subscribe(shop.parts());

        shop.place("42", "tea", 700);
        shop.place("42", "tea", 700);
        pump.drain();

        assertThat(shop.stage("42")).isEqualTo(Ordering.Stage.CONFIRMED);
        assertThat(letters).containsExactly("42: thank you");
    }

    @Test
    void an_order_that_nobody_lets_pay_is_rejected_when_its_time_is_up() {
        InMemoryPump pump = platform.subscribe(shop.partsWithoutPayment());
        shop.place("42", "tea", 700);
        pump.drain();
        assertThat(shop.stage("42")).isEqualTo(Ordering.Stage.PLACED);

        clock.advance(Duration.ofMinutes(2));
        shop.fulfilment().work();
        pump.drain();

        assertThat(shop.stage("42")).isEqualTo(Ordering.Stage.REJECTED);
        assertThat(letters).containsExactly("42: sorry, charge was not answered in time");
    }
}
