package io.triskel.load.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.traffic.SendOutcome;
import java.util.List;
import java.util.Map;

/** A bus as it is documented. For one thread. */
public interface Service {
    /** {@return what is simulated, for people} */
    String stack();

    /** {@return how many of what it was given, by the name of one} */
    Map<String, Integer> units();

    /** Takes an event, or refuses it; {@return which} */
    boolean take(int key, int number, long intended, long now);

    /** {@return what a refusal is} */
    SendOutcome refusal();

    /** Begins to deliver what was taken and will be. */
    void start(Consumers consumers);

    /** {@return stages of its own, as {@link io.triskel.load.path.LoadPath#stages}} */
    default List<String> stages() {
        return List.of();
    }

    /** {@return columns of its own, as {@link io.triskel.load.path.LoadPath#series}} */
    default Map<String, List<Long>> series(long start, int seconds) {
        return Map.of();
    }

    /** Adds to a result what it alone knows. */
    default void describe(ObjectNode result) {}
}
