package io.triskel.load.capacity;

import java.util.List;

/**
 * One rate that was tried.
 *
 * @param growth the test of its backlog
 * @param seconds for which it was sent
 * @param missed the names of the objectives that were missed; none of a probe whose figures do not count
 * @param limitedByGenerator whether the generator was the bottleneck, so that a backlog says nothing about the target
 * @param drained whether all that was sent arrived before the limit for it
 */
public record Probe(
        double rate,
        BacklogGrowth growth,
        double seconds,
        List<String> missed,
        boolean limitedByGenerator,
        boolean drained) {
    static final String BACKLOG = "backlog";
    static final String GENERATOR = "generator";

    public Probe {
        missed = List.copyOf(missed);
    }

    /** {@return whether the backlog more likely lasted than grew} */
    public boolean ok() {
        return !growth.seemsToGrow();
    }

    /** {@return why it did not pass, in a word; empty if it did} */
    public String reason() {
        if (ok() && missed.isEmpty()) {
            return "";
        }
        return limitedByGenerator ? GENERATOR : ok() ? missed.get(0) : BACKLOG;
    }

    Probe part(double share) {
        return new Probe(rate * share, growth, seconds, missed, limitedByGenerator, drained);
    }
}
