package io.triskel.load;

import java.util.List;
import java.util.Map;

/**
 * Where a target is, and which parts of it are ours.
 *
 * @param <N> names a bus and stores that are there
 */
public interface Site<N> extends AutoCloseable {
    /** {@return whether this is the service itself} */
    Environment environment();

    /** {@return where it is, as the adapter's settings read it} */
    Map<String, String> variables();

    /** {@return what nobody else uses, or, on the service, what there is} */
    N fresh();

    /** {@return the same for those who only publish; the stores need not be there} */
    N freshBus();

    /** Forgets what was published, where a bus may be deleted. */
    void delete(N names);

    @Override
    void close();

    /** Ends what was started for a site, in this order. */
    static void end(List<? extends AutoCloseable> started) {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("A stand-in did not end well", e);
            }
        }
    }
}
