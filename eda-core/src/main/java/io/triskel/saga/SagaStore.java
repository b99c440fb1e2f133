package io.triskel.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one row per saga instance; every change is one conditional write of the whole row.
 *
 * <p>The two indexes say which instances <em>may</em> have work. They may lag behind the rows and name rows that have none
 * any more (the runner looks at the row itself), but a row that has work is named in the end. Rows are found by what
 * {@link SagaRow#nextWake} and {@link SagaRow#sendAfter} say; {@link SagaRow#encoded} gives the bytes to store.
 *
 * <p>All methods throw {@link io.triskel.event.PortException} if the store does not answer as it should.
 */
public interface SagaStore {
    /** {@return the row as last saved, read consistently} */
    Optional<SagaRow> load(SagaRef ref);

    /**
     * Saves a row if nobody else has changed it since it was loaded.
     *
     * @param row its revision is {@code expectedRevision + 1}
     * @param expectedRevision the revision of the row that is replaced; 0 if there must be none
     * @return whether it was saved; if not, the stored row has another revision
     * @throws IllegalArgumentException if the row's revision is not the next one, or the row is larger than
     *     {@link SagaRow#MAX_BYTES}
     */
    boolean save(SagaRow row, long expectedRevision);

    /**
     * Instances of one bucket with a timer to look at, the longest waiting first.
     *
     * @return at most {@code limit} whose {@link SagaRow#nextWake} is not after {@code now}
     */
    List<SagaRef> due(String saga, int bucket, Instant now, int limit);

    /**
     * Instances of one bucket with commands to send, the longest waiting first.
     *
     * @return at most {@code limit} whose {@link SagaRow#sendAfter} is not after {@code now}
     */
    List<SagaRef> unsent(String saga, int bucket, Instant now, int limit);
}
