package io.triskel.load.run;

import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;
import java.util.Optional;

/** Hands arrivals to the part of the run that is being measured. */
final class ArrivingAt implements LoadPath.Arrived {
    private volatile Optional<LoadPath.Arrived> part = Optional.empty();

    void at(LoadPath.Arrived next) {
        part = Optional.of(next);
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact) {
        part.ifPresent(current -> current.arrived(consumer, stamp, intact));
    }

    @Override
    public void arrived(int consumer, Stamp stamp, boolean intact, long at) {
        part.ifPresent(current -> current.arrived(consumer, stamp, intact, at));
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
