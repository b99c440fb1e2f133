package io.triskel.engine;

import io.triskel.codec.StateCodec;
import io.triskel.event.PortException;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores {@link Desk}s as replicas: they only need a version that grows by a conditional write. */
final class Desks {
    private static final int MAX_CONFLICTS = 20;

    private final Replicas store;
    private final StateCodec states;
    private final String collection;

    Desks(Replicas store, StateCodec states, String process) {
        this.store = store;
        this.states = states;
        this.collection = "engine-" + process;
    }

    String collection() {
        return collection;
    }

    /**
     * {@return the changed desk, after retries on concurrent changes}
     *
     * @throws PortException if it changed concurrently on each attempt
     */
    Desk change(String instance, UnaryOperator<Desk> change) {
        for (int conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts++) {
            Optional<Replica> kept = store.get(collection, instance);
            Desk before = kept.map(replica -> states.decode(replica.state(), Desk.class))
                    .orElseGet(Desk::empty);
            Desk after = change.apply(before);
            long version = kept.map(Replica::version).orElse(0L) + 1;
            if (after.equals(before) || store.put(collection, Replica.of(instance, version, states.encode(after)))) {
                return after;
            }
        }
        throw new PortException("What " + collection + " knows of " + instance + " changed concurrently "
                + MAX_CONFLICTS + " times: retry");
    }
}
