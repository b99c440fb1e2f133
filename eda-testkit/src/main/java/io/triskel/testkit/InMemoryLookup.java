package io.triskel.testkit;

import io.triskel.event.Deadline;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A source in memory that answers lookups, with the state's version as ETag. Thread-safe. */
public final class InMemoryLookup implements Lookup {
    private final Map<URI, LookupAnswer.Found> states = new ConcurrentHashMap<>();

    /** Sets the state at this address and its version. */
    public void put(URI address, long version, byte[] state) {
        states.put(address, new LookupAnswer.Found(version, Optional.of("\"" + version + "\""), state.clone()));
    }

    /** Removes the state at this address. */
    public void remove(URI address) {
        states.remove(address);
    }

    @Override
    public LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline) {
        LookupAnswer.Found state = states.get(resolved);
        if (state == null) {
            return LookupAnswer.Stateless.MISSING;
        }
        return etag.isPresent() && etag.equals(state.etag()) ? LookupAnswer.Stateless.NOT_MODIFIED : state;
    }
}
