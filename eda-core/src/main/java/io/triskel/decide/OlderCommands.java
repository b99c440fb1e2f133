package io.triskel.decide;

import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.CommandFilter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The commands before those that a snapshot lists. Without an index, its bytes are the filter's, as they always were; with
 * one, a header comes first, which earlier releases refuse, so that they read the stream.
 *
 * @param indexed the {@link CommandIndex} has all commands up to this revision; 0 without an index
 * @param count how many commands these are
 * @param buckets in so many rows
 * @param filter recognises the later ones
 */
record OlderCommands(long indexed, long count, int buckets, CommandFilter filter) {
    private static final byte FORM = 1;
    private static final int HEADER = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

    static OlderCommands none() {
        return indexed(0, 0, 0);
    }

    /** Without commands after the indexed ones. */
    static OlderCommands indexed(long upTo, long count, int buckets) {
        return new OlderCommands(upTo, count, buckets, CommandFilter.of(new byte[0]));
    }

    /** @throws IllegalArgumentException if a later release wrote the bytes, or nobody did */
    static OlderCommands of(byte[] bytes) {
        if (bytes.length < HEADER || bytes.length == CommandFilter.BYTES) {
            return new OlderCommands(0, 0, 0, CommandFilter.of(bytes));
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER);
        byte form = header.get();
        if (form != FORM) {
            throw new IllegalArgumentException("Older commands have form " + FORM + " here, not " + form);
        }
        return new OlderCommands(
                header.getLong(),
                header.getLong(),
                header.getInt(),
                CommandFilter.of(Arrays.copyOfRange(bytes, HEADER, bytes.length)));
    }

    byte[] toBytes() {
        byte[] later = filter.toBytes();
        if (buckets == 0) {
            return later;
        }
        return ByteBuffer.allocate(HEADER + later.length)
                .put(FORM)
                .putLong(indexed)
                .putLong(count)
                .putInt(buckets)
                .put(later)
                .array();
    }

    OlderCommands plus(List<Commit> commits) {
        List<CommandId> ids = commits.stream().map(Commit::command).toList();
        return new OlderCommands(indexed, count, buckets, filter.plus(ids));
    }
}
