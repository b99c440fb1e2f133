package io.triskel.load;

import java.util.concurrent.ExecutorService;

/**
 * A target in a place, whose spaces are names there.
 *
 * @param <N> names a bus and stores
 * @param <S> the ports on them
 */
public abstract class PlacedBinding<N, S extends Space> implements Binding {
    private final String name;
    private final Place<N> place;
    private final ExecutorService executor;

    /**
     * Creates a binding; place and threads end with it.
     *
     * @param executor threads enough for all that is done by hand
     */
    protected PlacedBinding(String name, Place<N> place, ExecutorService executor) {
        this.name = name;
        this.place = place;
        this.executor = executor;
    }

    /** {@return the ports on what has these names} */
    protected abstract S on(N names);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Environment environment() {
        return place.environment();
    }

    /** {@return threads for what is done by hand} */
    public final ExecutorService executor() {
        return executor;
    }

    @Override
    public final S fresh() {
        return on(place.fresh());
    }

    /** {@return a bus whose stores need not be there; on the service, the one that there is} */
    public final S freshBus() {
        return on(place.freshBus());
    }

    /** Forgets what was published, where a bus may be deleted. */
    public final void delete(N names) {
        place.delete(names);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        place.close();
    }
}
