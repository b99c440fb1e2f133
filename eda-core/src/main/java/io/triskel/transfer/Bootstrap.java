package io.triskel.transfer;

import io.triskel.event.Page;
import io.triskel.transfer.Replicas.Replica;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Fills a collection of replicas from its source, or repairs one that missed events, while updates keep coming.
 *
 * <p>Three phases, in this order: subscribe, so that no later change is missed; read the feed, the higher version wins as
 * always; sweep, since an entity deleted before the subscription sends no event: an entity that the feed does not list and
 * whose version is at most the feed's becomes a tombstone at the feed's version. Doing it again does no harm.
 *
 * <p>Remembers the ids that it has read (at most 128 characters each) until it ends. For one thread at a time.
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
     * Subscribes, then asks for the feed's version; nothing is read before the first {@link #step}.
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
     * @param limit most entities of this step, 1 or more
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

    /** The source's current state, to fill an empty collection from, or to repair one that missed events. */
    public interface Feed {
        /**
         * The version up to which the feed surely knows everything; asked once, before the first page.
         *
         * @return the counter's value, if all versions of the collection are drawn from one counter: then an entity of at most
         *     this version that the feed does not list has been deleted. Empty if each entity counts for itself: such versions
         *     say nothing about an absent entity, so the feed must list tombstones and nothing is swept
         */
        OptionalLong version();

        /**
         * Reads the feed page by page; an entity that exists throughout is listed at least once.
         *
         * @param after {@link Page#next()} of the page before; empty for the first page
         * @param limit 1 or more
         */
        Page<Replica> read(Optional<String> after, int limit);
    }
}
