package io.triskel.load;

import java.util.List;
import java.util.Map;

/**
 * The location of a target: its addresses, its bus and its stores.
 *
 * @param <N> names an existing bus and stores
 */
public interface Site<N> extends AutoCloseable {
    /** {@return whether these are emulators or the service itself} */
    Environment environment();

    /** {@return the target's addresses, as variables that the adapter's settings read} */
    Map<String, String> variables();

    /** {@return a bus and stores for exclusive use; on the service, the deployed ones} */
    N fresh();

    /** {@return the same for publishing only; the stores need not exist} */
    N freshBus();

    /** Deletes a bus with what was published, where a bus may be deleted. */
    void delete(N names);

    @Override
    void close();

    /** Ends what was started for a site, in this order. */
    static void end(List<? extends AutoCloseable> started) {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("An emulator failed while stopping", e);
            }
        }
    }
}
