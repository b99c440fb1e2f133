package io.triskel.projection;

import java.util.Arrays;
import java.util.Map;

/**
 * A row of a read model; it belongs to one stream.
 *
 * @param id 1 to 256 characters
 * @param revision the stream's last revision that the row has seen
 * @param version grows by one with every write of the row, also with those that no event caused (erasure), so that a
 *     concurrent write is always noticed
 * @param indexKeys by name of the index, the value under which the row is found
 * @param state the encoded row; empty if the row is gone and only its revision is kept
 */
public record Row(String id, long revision, long version, Map<String, String> indexKeys, byte[] state) {
    public Row {
        if (id.isBlank() || id.length() > 256) {
            throw new IllegalArgumentException("A row's id has 1 to 256 characters, this one has " + id.length());
        }
        if (revision < 0 || version < 1) {
            throw new IllegalArgumentException("A row's revision is 0 or more and its version 1 or more, these are "
                    + revision + " and " + version);
        }
        indexKeys = Map.copyOf(indexKeys);
    }

    /** {@return whether the row was deleted; it stays, without state and index keys, so that a repeat cannot bring it back} */
    public boolean gone() {
        return state.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row
                && id.equals(row.id)
                && revision == row.revision
                && version == row.version
                && indexKeys.equals(row.indexKeys)
                && Arrays.equals(state, row.state);
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return id + "@" + revision + " version " + version + " " + indexKeys + (gone() ? " gone" : "");
    }
}
