package io.triskel.load.sim;

import io.triskel.load.traffic.SendOutcome;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * A bus whose capacity differs from second to second, independently and normally distributed. It accepts everything and delivers at its
 * capacity, or it refuses what exceeds the capacity of a second; what is not used of it is gone.
 */
final class WeatherBus implements Service {
    private static final long STEP = 10_000_000;
    private static final long SECOND = 1_000_000_000;

    private final VirtualClock clock;
    private final Random random;
    private final double mean;
    private final double noise;
    private final boolean throttling;
    private final TakenEvents queue = new TakenEvents(new Delay(Duration.ofMillis(5), 0, 1), 1);
    private long second = -1;
    private double capacity;
    private long window = -1;
    private double left;

    /** @param noise standard deviation of a second's capacity, as a share of the mean */
    WeatherBus(VirtualClock clock, double mean, double noise, boolean throttling, long seed) {
        this.clock = clock;
        this.mean = mean;
        this.noise = noise;
        this.throttling = throttling;
        this.random = new Random(seed);
    }

    /** {@return how many events may still pass in this window: a second of a bus that throttles, a step of one that queues} */
    private int passing() {
        long now = clock.nanos();
        for (; second < now / SECOND; second++) {
            capacity = Math.max(0, mean * (1 + noise * random.nextGaussian()));
        }
        long length = throttling ? SECOND : STEP;
        if (window != now / length) {
            // A part of an event is carried over, whole events are not.
            left = left - Math.floor(left) + capacity * length / SECOND;
            window = now / length;
        }
        return (int) left;
    }

    @Override
    public boolean take(int key, int number, long intended, long now) {
        if (throttling) {
            if (passing() < 1) {
                return false;
            }
            left--;
        }
        queue.add(key, number, intended, now);
        return true;
    }

    @Override
    public SendOutcome refusal() {
        return SendOutcome.refused(RejectionCause.THROTTLED, "Weather");
    }

    @Override
    public void start(Consumers consumers) {
        clock.at(clock.nanos() + STEP, () -> deliver(consumers));
    }

    private void deliver(Consumers consumers) {
        int events = queue.visible(0, clock.nanos(), throttling ? Integer.MAX_VALUE : passing());
        consumers.deliver(queue, 0, events);
        left -= throttling ? 0 : events;
        clock.at(clock.nanos() + STEP, () -> deliver(consumers));
    }

    @Override
    public String stack() {
        return "weather";
    }

    @Override
    public Map<String, Integer> units() {
        return Map.of();
    }
}
