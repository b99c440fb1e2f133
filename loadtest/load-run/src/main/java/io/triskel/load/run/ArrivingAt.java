package io.triskel.load.run;

import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measurement;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.traffic.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands arrivals to the part of the run that is being measured. Another worker may begin a moment earlier, so events of this run that arrive
 * before the first part are kept for it.
 */
final class ArrivingAt implements LoadPath.Arrived {
    private final long run;
    private final RunClock clock;
    /** Guards {@link #early}, and is held while they are handed over, so that none is overtaken. */
    private final Object lock = new Object();

    private final List<Early> early = new ArrayList<>();
    private volatile Optional<LoadPath.Arrived> part = Optional.empty();

    ArrivingAt(long run, RunClock clock) {
        this.run = run;
        this.clock = clock;
    }

    private record Early(int consumer, Stamp stamp, boolean intact, long at) {}

    /** {@return a measurement that begins now; later arrivals belong to it} */
    Measurement begin(Ledgers ledgers, Timeline timeline) {
        Measurement next = new Measurement(run, ledgers, timeline, clock.nanos(), clock::nanos);
        synchronized (lock) {
            early.forEach(each -> next.arrived(each.consumer(), each.stamp(), each.intact(), each.at()));
            early.clear();
            part = Optional.of(next);
        }
        return next;
    }

    /** {@return whether there is no part yet, so that the event is kept if it is one of this run} */
    private boolean isEarly(int consumer, Stamp stamp, boolean intact, long at) {
        if (part.isPresent()) {
            return false;
        }
        synchronized (lock) {
            if (part.isPresent()) {
                return false;
            }
            if (stamp.run() == run) {
                early.add(new Early(consumer, stamp, intact, at));
            }
            return true;
        }
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact) {
        arrived(consumer, stamp, intact, clock.nanos());
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact, long at) {
        if (!isEarly(consumer, stamp, intact, at)) {
            part.ifPresent(current -> current.arrived(consumer, stamp, intact, at));
        }
    }

    @Override
    public void unreadable(int consumer) {
        part.ifPresent(current -> current.unreadable(consumer));
    }

    @Override
    public void passed(String stage, long intended, long nanos) {
        part.ifPresent(current -> current.passed(stage, intended, nanos));
    }

    @Override
    public void overtaken(int consumer) {
        part.ifPresent(current -> current.overtaken(consumer));
    }
}
