package io.triskel.saga;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores one row per saga instance (port); every change is one conditional write of the whole row.
 *
 * <p>The three indexes list instances that <em>may</em> have work, or be stuck. They may lag and list other rows (the
 * caller checks the row itself), but eventually list every such row. {@link SagaRow#nextWake} and
 * {@link SagaRow#sendAfter} are the indexed moments, of which the first rarely changes; {@link SagaRow#encoded} returns the
 * bytes to store.
 *
 * <p>All methods throw {@link io.triskel.event.PortException} if the store fails.
 */
public interface SagaStore {
    /** {@return the last saved row, read consistently} */
    Optional<SagaRow> load(SagaRef ref);

    /**
     * Saves a row if it has not changed since it was loaded.
     *
     * @param row its revision is {@code expectedRevision + 1}
     * @param expectedRevision the revision of the replaced row; 0 if there must be none
     * @return whether it was saved; if not, the stored row has another revision
     * @throws IllegalArgumentException if the row's revision is not the next one, or the row is larger than
     *     {@link SagaRow#MAX_BYTES}
     */
    boolean save(SagaRow row, long expectedRevision);

    /**
     * Lists instances of one bucket with a timer, or commands in flight, to check, longest waiting first.
     *
     * @return at most {@code limit} whose {@link SagaRow#nextWake} is not after {@code now}
     */
    List<SagaRef> due(String saga, int bucket, Instant now, int limit);

    /**
     * Lists instances of one bucket with commands to send, longest waiting first.
     *
     * @return at most {@code limit} whose {@link SagaRow#sendAfter} is not after {@code now}
     */
    List<SagaRef> unsent(String saga, int bucket, Instant now, int limit);

    /**
     * Lists instances of one bucket that are {@link SagaStatus.Stuck}, in a fixed order.
     *
     * @param after the last instance of the previous page; empty for the first page
     */
    List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit);
}
