package io.triskel.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One step from an older version of an event's data to the next; the registry follows the steps to the newest. */
@FunctionalInterface
public interface Upcaster {
    /**
     * Makes the next version's data. Personal data is seen sealed: it may be moved and renamed, not read.
     *
     * @param older the older version's JSON data, which may be changed in place
     * @return the next version's data
     */
    ObjectNode upcast(ObjectNode older);
}
