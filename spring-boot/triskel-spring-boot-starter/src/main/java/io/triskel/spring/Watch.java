package io.triskel.spring;

import io.triskel.observe.Observer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what the health shows of the platform's work. */
final class Watch implements Observer {
    private final Map<String, Duration> unsettled = new ConcurrentHashMap<>();
    private final Map<String, Long> parked = new ConcurrentHashMap<>();
    private final AtomicLong dirty = new AtomicLong();

    @Override
    public void oldestUnsettled(String consumer, Duration age) {
        unsettled.put(consumer, age);
    }

    @Override
    public void parkedLanes(String consumer, long atLeast) {
        parked.put(consumer, atLeast);
    }

    @Override
    public void dirtyStreams(long atLeast) {
        dirty.set(atLeast);
    }

    Map<String, Duration> unsettled() {
        return new TreeMap<>(unsettled);
    }

    Map<String, Long> parked() {
        return new TreeMap<>(parked);
    }

    long dirty() {
        return dirty.get();
    }
}
