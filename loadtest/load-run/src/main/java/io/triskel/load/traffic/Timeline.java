package io.triskel.load.traffic;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;

/** Phases one after the other, in nanoseconds since the start of the first. */
public final class Timeline {
    private final List<Phase> phases;
    private final long[] ends;

    /** @param phases at least one */
    public Timeline(List<Phase> phases) {
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("A timeline must have at least one phase");
        }
        this.phases = List.copyOf(phases);
        this.ends = new long[phases.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += phases.get(i).length().toNanos();
            ends[i] = end;
        }
    }

    public List<Phase> phases() {
        return phases;
    }

    /** {@return when a phase begins} */
    public long start(int phase) {
        return phase == 0 ? 0 : ends[phase - 1];
    }

    /** {@return when a phase ends} */
    public long end(int phase) {
        return ends[phase];
    }

    /** {@return when the last phase ends} */
    public long end() {
        return ends[ends.length - 1];
    }

    /** {@return which phase an instant is in; the last one after its end} */
    public int phaseAt(long nanos) {
        int phase = 0;
        while (phase < ends.length - 1 && nanos >= ends[phase]) {
            phase++;
        }
        return phase;
    }

    /** {@return the wanted rate at an instant, in events per second; 0 after the end} */
    public double rateAt(long nanos) {
        if (nanos >= end()) {
            return 0;
        }
        int phase = phaseAt(nanos);
        return phases.get(phase).rateAt(Duration.ofNanos(nanos - start(phase)));
    }
}
