package io.triskel.load.size.plan;

import io.triskel.load.workload.Logs;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the scripts of {@code infra} deploy for a plan of the order pipeline.
 *
 * @param parameters of the cloud's template, numbers and words by their names there; the others keep their default
 * @param atOnce functions that run at once at most; empty if the cloud has no quota of them
 */
public record Deployment(Plan plan, Map<String, Object> parameters, OptionalInt atOnce) {
    /** A deployed bus keeps events for a week at least, so that somebody can still act on the alarm of a consumer that stands still. */
    private static final Duration LEAST_RETENTION = Duration.ofDays(7);

    public Deployment {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** {@return hours for which the deployed bus keeps events} */
    public static int retentionHours(Need need) {
        return hours(need.retention().compareTo(LEAST_RETENTION) > 0 ? need.retention() : LEAST_RETENTION);
    }

    /** {@return hours for which the inbox outlives the bus: until nothing can bring an event again} */
    public static int replayHorizonHours(Need need) {
        return Math.max(0, hours(need.terms().replay()) - retentionHours(need));
    }

    private static int hours(Duration time) {
        return Amounts.whole(time.toSeconds() / Amounts.SECONDS_AN_HOUR);
    }

    /** {@return GB that functions log a day at the mean rate, if so much is kept} */
    public static double logGigabytesADay(Plan plan, Logs kept) {
        Range calls = plan.function().orElseThrow().calls();
        return LogVolume.of(plan.cloud(), Optional.of(kept)).likely() * calls.likely() * 24 / 1e9;
    }

    /** {@return bytes that the functions log for an order, if all logs are kept} */
    public double logBytesAnOrder(Need need) {
        return logGigabytesADay(plan, Logs.ALL) * 1e9 / 24 / need.ordersAnHour();
    }
}
