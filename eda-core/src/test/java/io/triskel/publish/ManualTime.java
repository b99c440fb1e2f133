package io.triskel.publish;

import io.triskel.publish.OrderedPublisher.AlarmClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that a test moves, and the alarms that ring on its way. */
final class ManualTime implements InstantSource, AlarmClock {
    private Instant now = Publishing.CLOCK.instant();
    private final List<Pending> pending = new ArrayList<>();
    int everSet;

    private record Pending(Instant at, Runnable wake) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Runnable after(Duration delay, Runnable wake) {
        Pending alarm = new Pending(now.plus(delay), wake);
        pending.add(alarm);
        everSet++;
        return () -> callOff(wake);
    }

    private synchronized void callOff(Runnable wake) {
        pending.removeIf(alarm -> alarm.wake() == wake);
    }

    /** Passes every moment at which an alarm rings, those among them that are set on the way. */
    void advance(Duration by) {
        Instant end = instant().plus(by);
        for (Pending next = earliest(end); next != null; next = earliest(end)) {
            next.wake().run();
        }
        set(end);
    }

    private synchronized void set(Instant moment) {
        now = moment;
    }

    private synchronized Pending earliest(Instant end) {
        Pending next = pending.stream()
                .filter(alarm -> !alarm.at().isAfter(end))
                .min(Comparator.comparing(Pending::at))
                .orElse(null);
        if (next != null) {
            pending.remove(next);
            now = next.at().isAfter(now) ? next.at() : now;
        }
        return next;
    }

    /** The host is frozen and its alarms with it: they ring so much later. */
    synchronized void freeze(Duration by) {
        now = now.plus(by);
        pending.replaceAll(alarm -> new Pending(alarm.at().plus(by), alarm.wake()));
    }

    /** Rings the next alarm although its moment has not come. */
    void ringEarly() {
        Pending next = pending.remove(0);
        next.wake().run();
    }

    /** {@return how many alarms are set} */
    synchronized int alarms() {
        return pending.size();
    }
}
