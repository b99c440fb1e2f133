package io.triskel.load.size.plan;

import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.FunctionWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The worked examples of the sizing notes of 2026-11-26: 1,000 events/s, even keys, units filled to the brim. */
public final class Needs {
    private Needs() {}

    /** {@return a need of consumers that want every event, without demands beyond the retention} */
    public static Need of(
            double mean,
            double peak,
            int size,
            double hottest,
            int keys,
            int consumers,
            Duration retention,
            Optional<FunctionWork> function,
            double load,
            boolean orders,
            String region) {
        return new Need(
                mean,
                peak,
                size,
                hottest,
                keys,
                Traffic.of(consumers),
                retention,
                function,
                load,
                orders,
                region,
                new Terms(retention, Demand.KEPT, Optional.empty(), Optional.empty()));
    }

    /** {@return 1,000 events/s for three consumers} */
    public static Need example(int size) {
        return example(size, 3);
    }

    public static Need example(int size, int consumers) {
        return of(1000, 1000, size, 1e-6, 1_000_000, consumers, Duration.ofDays(1), Optional.empty(), 1, false, "us");
    }

    /** {@return 1,000 events/s of 20 ms, 512 MiB, planned at 70 percent} */
    public static Need withFunction(Duration cpu, int batch, Duration window) {
        return of(
                1000,
                1000,
                1024,
                1e-6,
                1_000_000,
                1,
                Duration.ofDays(1),
                Optional.of(new FunctionWork(Duration.ofMillis(20), cpu, 512L << 20, batch, window)),
                0.7,
                false,
                "us");
    }

    /** {@return US dollars per million events} */
    public static double aMillion(double usdAnHour) {
        return usdAnHour / 3.6;
    }

    /** {@return the bus of an offer without a function, from the shipped offers} */
    public static Sized bus(Offers cloud, String offer, Need need, PriceBook prices) {
        return cloud.plans(need.with(Optional.empty()), prices).stream()
                .map(Plan::bus)
                .filter(bus -> bus.offer().id().equals(offer))
                .findFirst()
                .orElseThrow();
    }

    public static double likely(List<BillLine> items) {
        return items.stream().mapToDouble(item -> item.usdAnHour().likely()).sum();
    }

    public static double low(List<BillLine> items) {
        return items.stream().mapToDouble(item -> item.usdAnHour().low()).sum();
    }

    public static double high(List<BillLine> items) {
        return items.stream().mapToDouble(item -> item.usdAnHour().high()).sum();
    }
}
