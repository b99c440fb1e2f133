package io.triskel.consume;

import java.util.List;
import java.util.OptionalInt;

/**
 * The verdicts of a batch.
 *
 * @param verdicts exactly one per delivery, in delivery order
 */
public record Settlement(List<Verdict> verdicts) {
    public Settlement {
        verdicts = List.copyOf(verdicts);
    }

    /** {@return whether no delivery is unsettled} */
    public boolean complete() {
        return firstUnsettled().isEmpty();
    }

    /** {@return the index of the first unsettled delivery} */
    public OptionalInt firstUnsettled() {
        for (int i = 0; i < verdicts.size(); i++) {
            if (!verdicts.get(i).settled()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
