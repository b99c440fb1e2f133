package io.triskel.benchmarks.soak;

import io.triskel.load.Binding;
import io.triskel.load.TestPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The parts of every cloud's soak on this machine: a local cloud, a binding over it and ports in it, which end together.
 *
 * @param <S> the ports
 */
public abstract class LocalSoak<S extends TestPorts> implements SoakTarget {
    private final AutoCloseable local;
    private final Binding binding;
    private final S ports;
    private final Map<String, Long> planned = new TreeMap<>();

    /** Creates a soak on a cloud that runs already. */
    protected LocalSoak(AutoCloseable local, Binding binding, S ports) {
        this.local = local;
        this.binding = binding;
        this.ports = ports;
    }

    /** Starts the target of a soak. */
    @FunctionalInterface
    public interface Starter {
        /**
         * {@return the target, with its files in this folder}
         *
         * @throws IOException if the functions cannot be packed
         */
        SoakTarget start(SoakSettings settings, Path folder) throws IOException;
    }

    /**
     * Starts a target, runs its soak and ends everything.
     *
     * @param told takes reports of the progress
     * @throws IOException if the functions cannot be packed
     */
    public static SoakResult run(SoakSettings settings, Path folder, Consumer<String> told, Starter starter)
            throws IOException {
        try (SoakTarget target = starter.start(settings, folder)) {
            return new SoakRun(settings, told).run(target);
        }
    }

    /** {@return what was injected by chance, one map per service} */
    protected abstract List<Map<String, Long>> byChance();

    /** Counts a fault that {@link #disturb} has caused. */
    protected final void planned(String what) {
        planned.merge(what, 1L, Long::sum);
    }

    @Override
    public final Map<String, Long> injected() {
        Map<String, Long> injected = new TreeMap<>(planned);
        byChance().forEach(injected::putAll);
        return injected;
    }

    @Override
    public final Binding binding() {
        return binding;
    }

    @Override
    public final S ports() {
        return ports;
    }

    @Override
    public final void close() {
        try {
            ports.close();
            binding.close();
        } finally {
            end();
        }
    }

    private void end() {
        try {
            local.close();
        } catch (Exception e) {
            throw new IllegalStateException("The local cloud did not end well", e);
        }
    }
}
