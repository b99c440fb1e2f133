package io.triskel.benchmarks.soak;

import io.triskel.load.Binding;
import io.triskel.load.TestPorts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the soaks of all clouds on this machine have: a local cloud, a binding over it and ports in it, which end together.
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

    /** {@return a soak over a cloud that has just been started, which is ended if the soak cannot be made} */
    protected static <L extends AutoCloseable, T> T over(L local, Function<L, T> soak) {
        try {
            return soak.apply(local);
        } catch (RuntimeException e) {
            end(local);
            throw e;
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
            end(local);
        }
    }

    private static void end(AutoCloseable local) {
        try {
            local.close();
        } catch (Exception e) {
            throw new IllegalStateException("The local cloud did not end well", e);
        }
    }
}
