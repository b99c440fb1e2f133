package io.triskel.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults that only count how often they are in force; what is under way is set by the test. */
final class BrokenOnPurpose implements Faults {
    final AtomicInteger injected = new AtomicInteger();
    final AtomicInteger inForce = new AtomicInteger();
    volatile long waiting;
    volatile long underWay;
    volatile long orders;
    volatile long lost;
    volatile OptionalLong doubled = OptionalLong.empty();

    @Override
    public List<Offer> offers() {
        return List.of(
                new Offer("throttle", Duration.ofSeconds(60), text("The bus takes nothing."), Optional.empty()),
                new Offer("slow", Duration.ofSeconds(1), text("Payment takes long."), Optional.empty()),
                new Offer("kill", Duration.ofSeconds(10), text("none"), Optional.of(text("There is no process."))));
    }

    private static Text text(String english) {
        return new Text(english, english);
    }

    @Override
    public Injected inject(String kind) {
        injected.incrementAndGet();
        inForce.incrementAndGet();
        return inForce::decrementAndGet;
    }

    @Override
    public Lag lag() {
        return new Lag(OptionalLong.of(waiting), orders, underWay);
    }

    @Override
    public Damage damage() {
        return new Damage(OptionalLong.of(lost), doubled, OptionalLong.of(0));
    }
}
