package io.triskel.saga;

import io.triskel.event.ForAdapters;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The complete record of one saga instance. It is written as a whole, so state, timers, commands to send and seen events
 * are always consistent.
 *
 * @param ref the row's key
 * @param revision 1 for the first version, then one more with every change
 * @param status the instance's status
 * @param fingerprint of the state's schema
 * @param state as {@link StateForm} wrote it; not copied
 * @param timers unique by name
 * @param unsent the commands to send
 * @param seen the events it has seen
 * @param trouble the event that the saga failed on last and has not handled since, if any
 * @param listed when the due index lists the row, if that is earlier than its next work: a later time would move an index
 *     entry with each step, and an entry may be early, never late
 */
public record SagaRow(
        SagaRef ref,
        long revision,
        SagaStatus status,
        String fingerprint,
        byte[] state,
        List<Timer> timers,
        PendingCommands unsent,
        SeenEvents seen,
        Optional<Trouble> trouble,
        Optional<Instant> listed) {

    /** The most bytes of an encoded row: fits DynamoDB's 400 KB item with keys and index attributes. */
    public static final int MAX_BYTES = 350 * 1024;

    public SagaRow {
        if (revision < 1) {
            throw new IllegalArgumentException("revision must be at least 1, not " + revision);
        }
        timers = List.copyOf(timers);
    }

    /** {@return a row that the due index lists at its next work} */
    public static SagaRow of(
            SagaRef ref,
            long revision,
            SagaStatus status,
            String fingerprint,
            byte[] state,
            List<Timer> timers,
            PendingCommands unsent,
            SeenEvents seen,
            Optional<Trouble> trouble) {
        return new SagaRow(ref, revision, status, fingerprint, state, timers, unsent, seen, trouble, Optional.empty());
    }

    /**
     * {@return when a runner must look at the row, if at all: no later than its first timer, and than the moment when its
     * commands in flight must be recorded as sent; the due index sorts by it}
     */
    public Optional<Instant> nextWake() {
        return nextWork().map(at -> listed.filter(at::isAfter).orElse(at));
    }

    /** {@return when the due index lists the stored row, even if its commands in flight are known to be sent} */
    Optional<Instant> entry() {
        return listed.or(this::nextWork);
    }

    private Optional<Instant> nextWork() {
        Optional<Instant> first = unsent.inFlight() ? Optional.of(unsent.after()) : Optional.empty();
        for (Timer timer : timers) {
            Optional<Instant> wake = timer.wake();
            if (wake.isPresent() && (first.isEmpty() || wake.get().isBefore(first.get()))) {
                first = wake;
            }
        }
        return first;
    }

    /** {@return when {@code sendPending} must send commands, if there are any; the unsent index sorts by it} */
    public Optional<Instant> sendAfter() {
        return unsent.isEmpty() || unsent.inFlight() ? Optional.empty() : Optional.of(unsent.after());
    }

    /** {@return whether the stuck index lists the row} */
    public boolean stuck() {
        return status instanceof SagaStatus.Stuck;
    }

    /** {@return this row, listed where the row before it is, if that is still to come and early enough} */
    SagaRow listedLike(Optional<SagaRow> before, Instant now) {
        Optional<Instant> next = nextWork();
        Optional<Instant> kept = before.flatMap(SagaRow::entry)
                .filter(at -> at.isAfter(now) && next.filter(at::isBefore).isPresent());
        return kept.equals(listed) ? this : with(unsent, kept);
    }

    /** {@return this row without commands that were sent, as a later save will record it; its revision stays} */
    SagaRow withLeft(PendingCommands left) {
        return left.equals(unsent) ? this : with(left, entry());
    }

    SagaRow inFlight(Instant until) {
        return with(unsent.inFlight(until), listed);
    }

    private SagaRow with(PendingCommands left, Optional<Instant> entry) {
        return new SagaRow(ref, revision, status, fingerprint, state, timers, left, seen, trouble, entry);
    }

    /** {@return this row as bytes for a store} */
    public byte[] encoded() {
        return RowFormat.write(this);
    }

    /**
     * {@return this row as bytes, for {@link SagaStore#save}}
     *
     * @throws IllegalArgumentException as {@link SagaStore#save}
     */
    public byte[] encodedToReplace(long expectedRevision) {
        requireNextTo(expectedRevision);
        byte[] encoded = encoded();
        if (encoded.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The row of saga " + ref + " has " + encoded.length + " bytes; the limit is " + MAX_BYTES);
        }
        return encoded;
    }

    /**
     * Checks this row as {@link #encodedToReplace}, for a store that keeps it as an object; it is encoded only if it may be
     * too large.
     *
     * @throws IllegalArgumentException as {@link SagaStore#save}
     */
    public void requireReplaces(long expectedRevision) {
        requireNextTo(expectedRevision);
        if (!RowFormat.certainlyFits(this, MAX_BYTES)) {
            byte[] unused = encodedToReplace(expectedRevision);
        }
    }

    private void requireNextTo(long expectedRevision) {
        if (revision != expectedRevision + 1) {
            throw new IllegalArgumentException(
                    "The row after revision " + expectedRevision + " must have the next revision, not " + revision);
        }
    }

    /**
     * Reads the bytes of {@link #encoded}; fields of a later version are ignored.
     *
     * @throws io.triskel.event.PortException if the bytes are not a row
     */
    public static SagaRow decoded(byte[] bytes) {
        return RowFormat.read(bytes);
    }

    SagaRow with(SagaStatus next, PendingCommands left) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, timers, left, seen, trouble, listed);
    }

    SagaRow with(SagaStatus next, List<Timer> other) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, other, unsent, seen, trouble, listed);
    }

    SagaRow with(SagaStatus next, Trouble on) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, timers, unsent, seen, Optional.of(on), listed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SagaRow row
                && ref.equals(row.ref)
                && revision == row.revision
                && status.equals(row.status)
                && fingerprint.equals(row.fingerprint)
                && Arrays.equals(state, row.state)
                && timers.equals(row.timers)
                && unsent.equals(row.unsent)
                && seen.equals(row.seen)
                && trouble.equals(row.trouble)
                && listed.equals(row.listed);
    }

    @Override
    public int hashCode() {
        return 31 * ref.hashCode() + Long.hashCode(revision);
    }

    /** {@return a description for operators, without the state} */
    @Override
    public String toString() {
        return "SagaRow[" + ref + " at " + revision + ", " + status + ", " + timers.size() + " timers, "
                + unsent.commands().size() + " unsent]";
    }

    /**
     * A timer of a saga instance. Name and due time identify its setting: a timeout counts only if both match.
     *
     * @param name 1 to 64 characters, unique within the instance
     * @param due when it fires, in whole milliseconds
     * @param wake when a runner checks it (due, or later after a failure); empty while it waits for an operator
     * @param failures how often the saga failed on it
     * @param trace the trace of the input that set it, for its commands
     */
    @ForAdapters
    public record Timer(String name, Instant due, Optional<Instant> wake, int failures, Optional<TraceContext> trace) {
        /** The longest name, in characters. */
        public static final int MAX_NAME = 64;

        public Timer {
            Texts.require("A timer's name", name, MAX_NAME);
        }

        static Timer of(String name, Instant due, Optional<TraceContext> trace) {
            return new Timer(name, due, Optional.of(due), 0, trace);
        }

        Timer failed(Optional<Instant> next) {
            return new Timer(name, due, next, failures + 1, trace);
        }

        Timer armed() {
            return new Timer(name, due, Optional.of(due), 0, trace);
        }

        boolean matches(Input.Timeout timeout) {
            return name.equals(timeout.name()) && due.equals(timeout.due());
        }
    }

    /**
     * A command that the bus has not accepted yet.
     *
     * @param id the command's id, the same on every attempt
     * @param target the receiver
     * @param key its ordering key
     * @param event the whole command as structured CloudEvents JSON, personal data in it encrypted; not copied
     */
    public record PendingCommand(String id, String target, OrderingKey key, byte[] event) {
        @Override
        public boolean equals(Object other) {
            return other instanceof PendingCommand command
                    && id.equals(command.id)
                    && target.equals(command.target)
                    && key.equals(command.key)
                    && Arrays.equals(event, command.event);
        }

        @Override
        public int hashCode() {
            return 31 * id.hashCode() + Arrays.hashCode(event);
        }

        /** {@return id, target and size, without the content} */
        @Override
        public String toString() {
            return "PendingCommand[" + id + " to " + target + ", " + event.length + " bytes]";
        }
    }

    /**
     * An event on which the saga failed, with a count: repeated failures make the instance stuck.
     *
     * @param input the {@link Input#id}
     * @param times how often the saga failed on it
     */
    @ForAdapters
    public record Trouble(String input, int times) {}
}
