package io.triskel.saga;

import io.triskel.event.ForAdapters;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All there is to know about one saga instance. It is written as a whole or not at all, so that state, timers, commands to
 * send and seen events never contradict each other.
 *
 * @param ref the row's key
 * @param revision 1 for the first version, then one more with every change
 * @param status how the instance stands
 * @param fingerprint of the state's schema
 * @param state as {@link StateForm} wrote it; not copied
 * @param timers unique by name
 * @param unsent the commands to send
 * @param seen the events it has had
 * @param trouble the event that the saga failed on last and has not handled since, if any
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
        Optional<Trouble> trouble) {

    /** The largest row, encoded: fits DynamoDB's 400 KB item with its keys and index attributes. */
    public static final int MAX_BYTES = 350 * 1024;

    public SagaRow {
        if (revision < 1) {
            throw new IllegalArgumentException("A saga row's revision is 1 or more, this one is " + revision);
        }
        timers = List.copyOf(timers);
    }

    /** {@return when a runner must look at the timers, if it must: what the due index sorts by} */
    public Optional<Instant> nextWake() {
        return timers.stream().flatMap(timer -> timer.wake().stream()).min(Comparator.naturalOrder());
    }

    /** {@return when to send, if there is something to send: what the unsent index sorts by} */
    public Optional<Instant> sendAfter() {
        return unsent.isEmpty() ? Optional.empty() : Optional.of(unsent.after());
    }

    /** {@return this row as bytes for a store} */
    public byte[] encoded() {
        return RowFormat.write(this);
    }

    /**
     * {@return this row as bytes, for a store that is asked to save it}
     *
     * @throws IllegalArgumentException as {@link SagaStore#save} says
     */
    public byte[] encodedToReplace(long expectedRevision) {
        if (revision != expectedRevision + 1) {
            throw new IllegalArgumentException(
                    "A row that replaces revision " + expectedRevision + " has the next one, not " + revision);
        }
        byte[] encoded = encoded();
        if (encoded.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The row of saga " + ref + " has " + encoded.length + " bytes; a row has at most " + MAX_BYTES);
        }
        return encoded;
    }

    /**
     * Reads what {@link #encoded} wrote; fields added by a later version are ignored.
     *
     * @throws io.triskel.event.PortException if the bytes are no row
     */
    public static SagaRow decoded(byte[] bytes) {
        return RowFormat.read(bytes);
    }

    SagaRow with(SagaStatus next, PendingCommands left) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, timers, left, seen, trouble);
    }

    SagaRow with(SagaStatus next, List<Timer> other) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, other, unsent, seen, trouble);
    }

    SagaRow with(SagaStatus next, Trouble on) {
        return new SagaRow(ref, revision + 1, next, fingerprint, state, timers, unsent, seen, Optional.of(on));
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
                && trouble.equals(row.trouble);
    }

    @Override
    public int hashCode() {
        return 31 * ref.hashCode() + Long.hashCode(revision);
    }

    /** {@return what an operator wants to know, never the state itself} */
    @Override
    public String toString() {
        return "SagaRow[" + ref + " at " + revision + ", " + status + ", " + timers.size() + " timers, "
                + unsent.commands().size() + " unsent]";
    }

    /**
     * A timer of a saga instance. Name and due time together say which setting it is: a timeout counts only if both match.
     *
     * @param name 1 to 64 characters, unique within the instance
     * @param due when it goes off, in whole milliseconds
     * @param wake when a runner looks at it (due, or later after a failure); empty while it waits for an operator
     * @param failures how often the saga failed on it
     * @param trace the trace of the input that set it, for the commands it will lead to
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
     * A command that a saga wants sent and that no bus has confirmed yet.
     *
     * @param id the command's id, always the same however often it is sent
     * @param target who shall do it
     * @param key orders it
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

        /** {@return id, target and size, never the content} */
        @Override
        public String toString() {
            return "PendingCommand[" + id + " to " + target + ", " + event.length + " bytes]";
        }
    }

    /**
     * An event that the saga failed on, with a count, so that repeated failures make the instance stuck.
     *
     * @param input the {@link Input#id}
     * @param times how often the saga failed on it
     */
    @ForAdapters
    public record Trouble(String input, int times) {}
}
