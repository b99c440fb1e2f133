package io.triskel.transfer;

import io.triskel.event.Page;
import io.triskel.transfer.Replicas.Replica;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Fills a collection of replicas from its source, or repairs one that missed events, while updates arrive.
 *
 * <p>It first subscribes, so that no later change is missed; then reads the feed, where the higher version wins; then
 * sweeps, because an entity deleted before the subscription sends no event: an entity that the feed does not list and whose
 * version is at most the feed's becomes a tombstone at the feed's version. Repeating it does no harm.
 *
 * <p>It remembers the ids read (at most 128 characters each) until it ends. For one thread at a time.
 */
public final class Bootstrap {
    private final Feed feed;
    private final Replicas replicas;
    private final String collection;
    private final OptionalLong feedVersion;
    private final Set<String> listed = new HashSet<>();
    private Phase phase = Phase.READ;
    private Optional<String> after = Optional.empty();

    private enum Phase {
        READ,
        SWEEP,
        DONE
    }

    private Bootstrap(Feed feed, Replicas replicas, String collection) {
        this.feed = feed;
        this.replicas = replicas;
        this.collection = collection;
        this.feedVersion = feed.version();
    }

    /**
     * Subscribes, then asks for the feed's version; the first {@link #step} begins to read.
     *
     * @param subscribe returns once every later change will be delivered
     */
    public static Bootstrap begin(Runnable subscribe, Feed feed, Replicas replicas, String collection) {
        subscribe.run();
        return new Bootstrap(feed, replicas, collection);
    }

    /**
     * Reads or sweeps one page. If a port fails, the step is not done: call it again.
     *
     * @param limit the most entities of this step, at least 1
     * @return whether there is more to do
     */
    public boolean step(int limit) {
        if (phase == Phase.READ) {
            read(limit);
        } else if (phase == Phase.SWEEP) {
            sweep(limit);
        }
        return phase != Phase.DONE;
    }

    private void read(int limit) {
        Page<Replica> page = feed.read(after, limit);
        for (Replica entity : page.items()) {
            replicas.put(collection, entity);
            listed.add(entity.entity());
        }
        advance(page.next(), feedVersion.isPresent() ? Phase.SWEEP : Phase.DONE);
    }

    private void sweep(int limit) {
        Page<Replica> page = replicas.page(collection, after, limit);
        for (Replica replica : page.items()) {
            boolean known = replica.version() <= feedVersion.getAsLong();
            if (known && !replica.deleted() && !listed.contains(replica.entity())) {
                replicas.put(collection, Replica.tombstone(replica.entity(), feedVersion.getAsLong()));
            }
        }
        advance(page.next(), Phase.DONE);
    }

    private void advance(Optional<String> next, Phase afterwards) {
        after = next;
        if (next.isEmpty()) {
            phase = afterwards;
        }
    }

    /** The current state of a source, to fill or repair a collection. */
    public interface Feed {
        /**
         * Returns the version up to which the feed is complete; called once, before the first page.
         *
         * @return the counter's value, if one counter gives all versions of the collection: then an entity up to this
         *     version that the feed does not list has been deleted. Empty if each entity has its own counter: then the feed
         *     must list tombstones, and nothing is swept
         */
        OptionalLong version();

        /**
         * Reads the feed page by page; an entity that exists throughout is listed at least once.
         *
         * @param after {@link Page#next()} of the previous page; empty for the first page
         * @param limit at least 1
         */
        Page<Replica> read(Optional<String> after, int limit);
    }
}
