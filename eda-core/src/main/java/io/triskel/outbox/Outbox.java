package io.triskel.outbox;

import io.triskel.codec.WrittenEvent;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records which streams have unpublished events, and which process publishes them (port). Each step is one conditional
 * write; the index of unpublished streams may list too many, never too few.
 *
 * <p>An append lists its stream as unpublished before or with the commit, never after, so that a crash cannot leave a
 * commit that is never published. A store without a secondary index writes an intent row into the bucket, then appends on
 * condition that the stream's head is unchanged; {@link #finish} and {@link #putOff} rewrite the head before they delete
 * the intent, so that an appender that stalled in between meets a conflict and starts again.
 *
 * <p>A dispatcher that is refused a lease marks it; the holder of a marked lease rereads the stream before releasing it. So
 * of two concurrent commits to a stream, one dispatcher publishes both, and neither waits for a drain. A lost mark or a
 * dead holder only costs a delay: the stream stays listed until its commits are published.
 *
 * <p>A dispatcher that appends need not lease the stream ({@link LeasingAppender}). Its commit's mark is its claim, and a
 * published commit proves that all earlier ones are published. Behind such a commit the appender publishes its own at once,
 * and unmarks it: two writes. Behind an unpublished one it marks that one's claim: its publisher reads newer commits once
 * it has unmarked its own; or it was faster, then the appender publishes. Nobody else touches a claimed commit until its
 * claim expires. Order needs neither claim nor lease: an event is sent only by who knows that all earlier ones are accepted.
 */
public interface Outbox {
    // Without the mark, in 40 rounds of two commits close together on one stream, 24 left the second one to a
    // drain. Rejected: the refused dispatcher waits and tries again (a busy stream has many, and a function's time
    // is paid); the holder always reads once more before releasing the lease (one more read per command, and a
    // commit between that read and the write still waits); no lease and no claim (two concurrent dispatchers publish
    // every event twice). With the mark, on a lease as on a claim, none of 40 is left and no event is published twice
    // (OutboxContract).

    /** The number of parts of the index of unpublished streams, so that no part of a store becomes a bottleneck. */
    int BUCKETS = KeyForm.PARTS;

    /** {@return the bucket of a stream, 0 to 15; indexes store it} */
    static int bucketOf(StreamId stream) {
        return KeyForm.part(stream.value());
    }

    /**
     * Lists streams that may have unpublished events. Streams put off are skipped until they are due; the others are listed
     * longest waiting first, as far as the store knows.
     *
     * @param bucket 0 to 15
     * @param limit the most streams, at least 1
     * @throws io.triskel.event.PortException if the store fails
     */
    List<StreamId> dirty(int bucket, Instant now, int limit);

    /**
     * {@return the same streams, with the time since when each has been unpublished, for an operator} It may cost a request for a
     * stream that was put off, where the index has no place for the time.
     *
     * @throws io.triskel.event.PortException if the store fails
     */
    default List<Unpublished> unpublished(int bucket, Instant now, int limit) {
        return dirty(bucket, now, limit).stream()
                .map(stream -> new Unpublished(stream, Optional.empty()))
                .toList();
    }

    /**
     * Takes the right to publish a stream, or marks the lease of its holder, or the claim of the first unpublished commit's
     * appender. The fence grows with every lease.
     *
     * @return empty if another lease or that claim has not expired, or there is no such stream
     * @throws io.triskel.event.PortException if it is unknown whether the lease was taken: it expires by itself
     */
    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration);

    /**
     * Records the revision up to which all events are published, and keeps the lease.
     *
     * @return false, and nothing is recorded, if there is a later lease, a later revision is recorded, or the stream has no
     *     such revision
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded: at worst events are
     *     duplicated
     */
    boolean advance(DispatchLease lease, long dispatchedTo);

    /**
     * Records what is published and releases the lease, by one conditional write of the head. A marked lease is kept
     * without its mark, and its holder reads newer commits.
     *
     * <p>Commits since the holder's last read stay unpublished, as their appends listed them.
     *
     * @param dispatchedTo the revision up to which all events are published; the holder found no later event
     * @param commits all commits that the holder has read under this lease, so that a store that marks commits need not
     *     search for them
     * @throws io.triskel.event.PortException if it is unknown whether the revision was recorded and the lease released: the
     *     lease expires by itself, and at worst events are duplicated
     */
    Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits);

    /**
     * Records what is published and releases the lease, marked or not, while events are left: the stream is listed again
     * from a moment on.
     *
     * @param dispatchedTo the revision up to which all events are published
     * @param dirtyFrom when {@link #dirty} lists the stream again; a stream that cannot be published is put off, so that it
     *     does not crowd out the others
     * @return false, and nothing is recorded, if there is a later lease
     * @throws io.triskel.event.PortException if it is unknown whether the lease was released: it expires by itself
     */
    boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom);

    /**
     * A stream that may have unpublished events.
     *
     * @param since when its first unpublished commit was appended, at most a claim's time later; empty if that is not known, as in
     *     rows of earlier releases
     */
    @ForAdapters
    record Unpublished(StreamId stream, Optional<Instant> since) {}

    /** The outcome of {@link #finish}. */
    @ForAdapters
    enum Finish {
        /** The lease is released. */
        RELEASED,
        /** The lease was marked: it is kept, and the holder reads newer commits. */
        MORE,
        /** There is a later lease, and nothing is recorded. */
        FENCED
    }

    /**
     * The right to publish a stream for a limited time. An appender's claim ({@link #isClaim}) has no fence: recording its
     * published commits is never refused, since they are published, and a second publisher only duplicates events.
     *
     * @param stream the stream
     * @param fence higher than that of every earlier lease of this stream; 0 for a claim
     * @param dispatchedTo the revision up to which all events are published
     * @param until when it expires; nothing is sent after that
     */
    @ForAdapters
    record DispatchLease(StreamId stream, long fence, long dispatchedTo, Instant until) {
        public DispatchLease {
            if (fence < 0 || dispatchedTo < 0) {
                throw new IllegalArgumentException("A dispatch lease must have a fence and a revision of at least 0, "
                        + "this one has " + fence + " and " + dispatchedTo);
            }
        }

        /** {@return an appender's claim of the commit after a revision} */
        public static DispatchLease claim(StreamId stream, long dispatchedTo, Instant until) {
            return new DispatchLease(stream, 0, dispatchedTo, until);
        }

        /** {@return whether it stands with the appended commit and not in the stream's head} */
        public boolean isClaim() {
            return fence == 0;
        }
    }

    /**
     * An event store whose append takes the right to publish in the same write, as a claim that it stores with the commit,
     * or as a lease if it writes the stream's head anyway. With other stores the lease is a separate write.
     */
    @ForAdapters
    interface LeasingAppender {
        /**
         * Appends like {@link io.triskel.store.EventAppender#append}, and claims or leases what this call stores. If its
         * answer was lost, a store may tell its own write from another process's and answer that it committed.
         *
         * @param duration how long the claim or lease lasts; a crash delays the stream by at most this time
         * @throws io.triskel.event.PortException if it is unknown whether the events were stored
         */
        LeasedAppend append(
                StreamId stream,
                Expectation expected,
                List<? extends Envelope<?>> events,
                CommandId commandId,
                Instant now,
                Duration duration);
    }

    /**
     * The result of an append, and the right to publish it.
     *
     * @param result of the append
     * @param lease to be asked for once, if the append committed: the claim or lease; empty if another process publishes
     *     the commit, because it has a mark now. Only behind an unpublished commit does this write, and may fail like
     *     {@link Outbox#lease}
     * @param written the events as the store wrote them, in order, so that they are published without being written again;
     *     empty if it keeps them otherwise
     */
    @ForAdapters
    record LeasedAppend(AppendResult result, Supplier<Optional<DispatchLease>> lease, List<WrittenEvent> written) {
        public LeasedAppend {
            written = List.copyOf(written);
        }

        /** Makes the answer of a store that does not say how it wrote the events. */
        public LeasedAppend(AppendResult result, Supplier<Optional<DispatchLease>> lease) {
            this(result, lease, List.of());
        }
    }
}
