package io.triskel.load;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Emulators on this machine; only here, a bus and stores are created.
 *
 * @param variables the emulators' addresses
 * @param createBus creates a bus and answers all names
 * @param createStores creates the stores of these names
 * @param deleteBus forgets what was published
 * @param started what ends with this site, in this order
 */
public record CreatedSite<N>(
        Map<String, String> variables,
        Supplier<N> createBus,
        Consumer<N> createStores,
        Consumer<N> deleteBus,
        List<AutoCloseable> started)
        implements Site<N> {
    public CreatedSite {
        variables = Map.copyOf(variables);
        started = List.copyOf(started);
    }

    @Override
    public Environment environment() {
        return Environment.EMULATOR;
    }

    @Override
    public N fresh() {
        N names = freshBus();
        createStores.accept(names);
        return names;
    }

    @Override
    public N freshBus() {
        return createBus.get();
    }

    @Override
    public void delete(N names) {
        deleteBus.accept(names);
    }

    @Override
    public void close() {
        Site.end(started);
    }
}
