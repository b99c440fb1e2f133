package io.triskel.saga;

import io.triskel.event.PortException;
import io.triskel.event.PortException.Fault;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SagaFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fires due timers. If the saga fails on a timer, the timer is postponed, longer each time, so that other timers have their
 * turn, and finally the instance is stuck.
 */
final class Firing<S> {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final SagaStore store;
    private final Rows rows;
    private final InstanceUpdate<S> update;
    private final String saga;
    private final int stuckAfter;

    Firing(SagaStore store, Rows rows, InstanceUpdate<S> update, String saga, int stuckAfter) {
        this.store = store;
        this.rows = rows;
        this.update = update;
        this.saga = saga;
        this.stuckAfter = stuckAfter;
    }

    FireReport fire(Instant now, int limit) {
        Rows.Found found = rows.find(bucket -> store.due(saga, bucket, now, limit), now, limit);
        List<SagaFailure> failures = new ArrayList<>(found.failures());
        int fired = 0;
        boolean more = found.more();
        for (SagaRef ref : found.refs()) {
            if (fired >= limit) {
                return new FireReport(fired, failures, true);
            }
            try {
                fired += fireOne(ref, now, limit - fired, failures);
            } catch (RuntimeException | LinkageError failure) {
                failures.add(new SagaFailure(Optional.of(ref.instance()), failure.toString()));
            }
        }
        return new FireReport(fired, failures, more || fired >= limit);
    }

    private int fireOne(SagaRef ref, Instant now, int limit, List<SagaFailure> failures) {
        int fired = 0;
        int conflicts = 0;
        while (fired < limit) {
            Optional<SagaRow> row = rows.load(ref);
            Optional<Timer> due = row.flatMap(loaded -> firstDue(loaded, now));
            if (due.isEmpty()) {
                row.filter(loaded -> isListed(loaded, now)).ifPresent(loaded -> refile(loaded, now));
                return fired;
            }
            if (fireTimer(row.orElseThrow(), due.get(), now, failures)) {
                fired++;
            } else if (++conflicts > Rows.MAX_CONFLICTS) {
                throw new PortException("Saga " + ref + " changed concurrently too often: retry");
            }
        }
        return fired;
    }

    private static boolean isListed(SagaRow row, Instant now) {
        return row.entry().filter(at -> !at.isAfter(now)).isPresent();
    }

    /**
     * Moves the index entry of a row that was listed early. Commands whose sender has neither recorded them nor been
     * followed by another step may be unsent: {@link Sending#sendPending} sends them again. After a lost race, the other
     * writer has moved the entry.
     */
    private void refile(SagaRow row, Instant now) {
        boolean overdue = row.unsent().inFlight() && !row.unsent().after().isAfter(now);
        rows.save(
                Optional.of(row), row.with(row.status(), overdue ? row.unsent().now() : row.unsent()), now);
    }

    private static Optional<Timer> firstDue(SagaRow row, Instant now) {
        return row.timers().stream()
                .filter(timer -> timer.wake().filter(wake -> !wake.isAfter(now)).isPresent())
                .min(Comparator.comparing(Timer::due).thenComparing(Timer::name));
    }

    private boolean fireTimer(SagaRow row, Timer timer, Instant now, List<SagaFailure> failures) {
        Optional<SagaRow> after;
        try {
            after = update.take(row.ref(), Optional.of(row), new Input.Timeout(timer.name(), timer.due()), now);
        } catch (RuntimeException | Error failure) {
            if (Fault.of(failure) != Fault.EVENT) {
                throw failure;
            }
            failures.add(new SagaFailure(Optional.of(row.ref().instance()), "timer " + timer.name() + ": " + failure));
            rows.save(Optional.of(row), putOff(row, timer, now, failure), now);
            return false;
        }
        return rows.save(Optional.of(row), after.orElseThrow(), now);
    }

    private SagaRow putOff(SagaRow row, Timer timer, Instant now, Throwable failure) {
        int times = timer.failures() + 1;
        boolean enough = times >= stuckAfter || failure instanceof SagaTooLargeException;
        Timer later = timer.failed(enough ? Optional.empty() : Optional.of(now.plus(pause(times))));
        List<Timer> timers = row.timers().stream()
                .map(other -> other.name().equals(timer.name()) ? later : other)
                .toList();
        String input = new Input.Timeout(timer.name(), timer.due()).id();
        return row.with(
                enough
                        ? InstanceUpdate.stuck(
                                row.status(),
                                "failed on timer " + timer.name() + ": " + Texts.kept(failure),
                                Optional.of(input),
                                now)
                        : row.status(),
                timers);
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
