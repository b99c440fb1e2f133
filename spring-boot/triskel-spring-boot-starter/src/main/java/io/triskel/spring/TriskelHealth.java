package io.triskel.spring;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * DOWN while a consumer is not fed, or has an event that stays unsettled. Parked lanes and unpublished streams are shown only: an
 * operator, and not another instance, ends them. Nothing here asks a store.
 */
final class TriskelHealth extends AbstractHealthIndicator {
    private final TriskelHost host;
    private final Watch watch;
    private final Duration maxUnsettled;

    TriskelHealth(TriskelHost host, Watch watch, Duration maxUnsettled) {
        super("The health of Triskel cannot be told");
        this.host = host;
        this.watch = watch;
        this.maxUnsettled = maxUnsettled;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up();
        Map<String, Duration> unsettled = watch.unsettled();
        Map<String, Long> parked = watch.parked();
        Map<String, Object> consumers = new TreeMap<>();
        host.states().forEach((name, state) -> {
            Map<String, Object> consumer = new LinkedHashMap<>();
            Duration age = unsettled.getOrDefault(name, Duration.ZERO);
            consumer.put("reached", state.reached());
            consumer.put("oldestUnsettled", age.toString());
            consumer.put("parkedLanes", parked.getOrDefault(name, 0L));
            state.lag().ifPresent(lag -> consumer.put("lag", lag.toString()));
            state.problem().ifPresent(problem -> consumer.put("problem", problem));
            consumers.put(name, consumer);
            if (state.problem().isPresent() || !state.reached() || age.compareTo(maxUnsettled) > 0) {
                health.down();
            }
        });
        health.withDetail("consumers", consumers).withDetail("dirtyStreams", watch.dirty());
    }
}
