package io.triskel.orders.run;

import io.triskel.console.Faults;
import io.triskel.console.Faults.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A fault of a target.
 *
 * @param offer what the page says of it
 * @param injected injects it
 */
public record TargetFault(Faults.Offer offer, Supplier<Faults.Injected> injected) {
    /** What can break; the same on every target. */
    public enum Kind {
        /** The bus takes nothing. */
        THROTTLE("throttle", 10),
        /** A function's process ends, again and again. */
        KILL("kill", 10),
        /** The bus gets events twice. */
        DUPLICATE("duplicate", 10),
        /** Payment takes long. */
        SLOW("slow", 12),
        /** A store does not answer. */
        FREEZE("freeze", 5);

        private final String wire;
        private final int seconds;

        Kind(String wire, int seconds) {
            this.wire = wire;
            this.seconds = seconds;
        }
    }

    /** {@return a fault that this target can have} */
    public static TargetFault of(Kind kind, Text effect, Supplier<Faults.Injected> injected) {
        return new TargetFault(offer(kind, effect, Optional.empty()), injected);
    }

    /** {@return a fault that this target cannot have, for this reason} */
    public static TargetFault none(Kind kind, Text why) {
        return new TargetFault(offer(kind, why, Optional.of(why)), () -> {
            throw new IllegalStateException(why.english());
        });
    }

    private static Faults.Offer offer(Kind kind, Text effect, Optional<Text> whyNot) {
        return new Faults.Offer(kind.wire, Duration.ofSeconds(kind.seconds), effect, whyNot);
    }
}
