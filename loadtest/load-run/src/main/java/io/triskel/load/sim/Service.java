package io.triskel.load.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.traffic.SendOutcome;
import java.util.List;
import java.util.Map;

/** A bus as it is documented. For one thread. */
public interface Service {
    /** {@return what is simulated, for people} */
    String stack();

    /** {@return its units of capacity, by the unit's name} */
    Map<String, Integer> units();

    /** Takes an event, or refuses it; {@return which} */
    boolean take(int key, int number, long intended, long now);

    /** {@return what a refusal is} */
    SendOutcome refusal();

    /** Begins to deliver the events that were taken, and all later ones. */
    void start(Consumers consumers);

    /** {@return stages of its own, as {@link io.triskel.load.path.LoadPath#stages}} */
    default List<String> stages() {
        return List.of();
    }

    /** {@return columns of its own, as {@link io.triskel.load.path.LoadPath#series}} */
    default Map<String, List<Long>> series(long start, int seconds) {
        return Map.of();
    }

    /** Adds what only it knows to a result. */
    default void describe(ObjectNode result) {}
}
