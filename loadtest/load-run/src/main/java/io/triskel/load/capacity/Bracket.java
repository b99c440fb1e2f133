package io.triskel.load.capacity;

import java.util.Optional;

/**
 * A rate is between the two.
 *
 * @param passed the highest rate that passed; empty if none did
 * @param failed the lowest rate that is known to be too much; empty if none is
 * @param reason why it failed, in a word; empty if nothing failed
 */
public record Bracket(Optional<Double> passed, Optional<Double> failed, String reason) {
    Bracket part(double share) {
        return new Bracket(passed.map(rate -> rate * share), failed.map(rate -> rate * share), reason);
    }
}
