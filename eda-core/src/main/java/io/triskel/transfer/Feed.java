package io.triskel.transfer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
    Page read(Optional<String> after, int limit);

    /**
     * Some entities of the source.
     *
     * @param entities their states and, if the source keeps them, tombstones
     * @param next where the next page begins; empty after the last one
     */
    record Page(List<Replica> entities, Optional<String> next) {
        public Page {
            entities = List.copyOf(entities);
        }
    }
}
