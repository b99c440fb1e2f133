package io.triskel.hosting.operation;

import io.triskel.archive.ArchiveReport;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.History;
import io.triskel.store.Checkpoints;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All events of a pipeline, for a rebuild: those in its archive, and those still on its bus. */
public interface Past {
    /** {@return where a reader of the whole bus notes how far it is, for this process only} */
    static Checkpoints ownCheckpoints() {
        return new InMemoryStores().checkpoints();
    }

    /**
     * Names the variable that says where the archive is: the bucket or container, or the {@code file:} address of a local
     * folder. Only rebuilds need it.
     */
    String ARCHIVE = "TRISKEL_APP_ARCHIVE";

    /** Names the variable that says in which folder a rebuild sorts the archive's events: one with room for all of them. */
    String TEMPORARY = "TRISKEL_APP_TEMPORARY";

    /**
     * {@return the archive, read when a page is asked for} What was published of late may be missing.
     *
     * @param broken receives records that are no events, some of them more than once
     */
    History archive(Consumer<Delivery.Undecodable> broken);

    /** Returns once the bus retains all its events, and all that arrive, for {@link #bus}. */
    void subscribe();

    /**
     * {@return a reader of the bus that begins at the oldest event} Closed by the caller.
     *
     * @param codec reads the events for the processor
     */
    BusReading bus(BatchProcessor processor, EventCodec codec);

    /** {@return why a run over the archive did not come to its end; empty if it did} */
    static Optional<String> problem(ArchiveReport run) {
        return run.problem()
                .or(() -> run.finished()
                        ? Optional.empty()
                        : Optional.of("the time is over; run it again: what is settled stays settled"));
    }

    /**
     * {@return where the archive is, by the variable {@link #ARCHIVE}}
     *
     * @throws IllegalArgumentException if it is not set
     */
    static String archive(Map<String, String> environment) {
        String archive = environment.getOrDefault(ARCHIVE, "");
        if (archive.isBlank()) {
            throw new IllegalArgumentException(
                    ARCHIVE + " is not set, expected the archive's bucket or container, or the"
                            + " file: address of a local folder");
        }
        return archive;
    }

    /** {@return the folder for temporary files, by the variable {@link #TEMPORARY}; the system's own if it is not set} */
    static Path temporary(Map<String, String> environment) {
        String folder = environment.getOrDefault(TEMPORARY, "");
        return Path.of(folder.isBlank() ? System.getProperty("java.io.tmpdir") : folder);
    }

    /** {@return a past that is all in one history, and has nothing on a bus} */
    static Past of(History history) {
        return new Past() {
            @Override
            public History archive(Consumer<Delivery.Undecodable> broken) {
                return history;
            }

            @Override
            public void subscribe() {
                // There is nothing to keep.
            }

            @Override
            public BusReading bus(BatchProcessor processor, EventCodec codec) {
                return deadline -> new BusReading.Run(true, Optional.empty());
            }
        };
    }

    /** Reads a bus for one consumer. One thread at a time may use it. */
    @FunctionalInterface
    interface BusReading extends AutoCloseable {
        /** {@return how far it came, after it has read on} */
        Run run(Deadline deadline);

        /** Ends what reading has opened; nothing by default. */
        @Override
        default void close() {}

        /**
         * How far a run came.
         *
         * @param caughtUp whether all that was published had been settled when the run ended
         * @param problem why reading ended early, for people; empty if it did not
         */
        record Run(boolean caughtUp, Optional<String> problem) {}
    }
}
