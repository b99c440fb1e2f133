package io.triskel.load;

import java.util.concurrent.ExecutorService;

/**
 * A target at a site, where a name refers to a bus and its stores.
 *
 * @param <N> names a bus and stores
 * @param <S> the ports on them
 */
public abstract class SiteBinding<N, S extends TestPorts> implements Binding {
    private final String name;
    private final Site<N> site;
    private final ExecutorService executor;

    /**
     * Creates a binding; site and threads end with it.
     *
     * @param executor threads enough for the baselines
     */
    protected SiteBinding(String name, Site<N> site, ExecutorService executor) {
        this.name = name;
        this.site = site;
        this.executor = executor;
    }

    /** {@return the ports on the bus and stores of these names} */
    protected abstract S on(N names);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Environment environment() {
        return site.environment();
    }

    /** {@return threads for the baselines} */
    public final ExecutorService executor() {
        return executor;
    }

    @Override
    public final S fresh() {
        return on(site.fresh());
    }

    /** {@return a bus whose stores need not exist; on the service, the deployed one} */
    public final S freshBus() {
        return on(site.freshBus());
    }

    /** Deletes a bus with what was published, where a bus may be deleted. */
    public final void delete(N names) {
        site.delete(names);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        site.close();
    }
}
