package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Maintains the tables, since Table Storage has neither a time to live nor an index: run once a minute, it forgets
 * inbox entries and discarded events, and once a day scans the tables for damage with {@link TableRepair}. One run at a
 * time is enough; two do no harm.
 */
public final class TableUpkeep {
    // An inbox entry is read and then deleted under its ETag: it may have been parked or claimed again since its note
    // was written, and losing a parked entry means handling its event twice. If its note does not say that it is
    // completed, that costs a read and a hundredth of a transaction per entry; 16 threads forget some 2,500 a second,
    // which is what five consumers take of one throughput unit. Rejected: scanning partitions by time (an inbox of 14
    // days reads 14 entries per deletable one); a table
    // per month (each claim would read two or more); one query for several entries (a filter on several row keys scans
    // the partition).

    /** The number of rows read, or of events deleted, between two checks of the deadline. */
    private static final int PORTION = 200;

    /** Repair and discarded events each get this fraction of the time, so that a large inbox does not starve them. */
    private static final int PART = 4;

    /** No checkpoint's name has a key with this character. */
    private static final Key PROGRESS = new Key("~upkeep", "~upkeep");

    private final TableInbox inbox;
    private final TableParkingLot lot;
    private final TableRepair repair;
    private final EntityTable checkpoints;
    private final InstantSource clock;

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables names all tables
     * @param clock roughly equal to the service's time
     * @param executor runs the requests of the inbox in parallel; preferably not one that other work waits for
     */
    public TableUpkeep(TableServiceClient service, AzureTables tables, InstantSource clock, Executor executor) {
        this.inbox = new TableInbox(service, tables, executor);
        this.lot = new TableParkingLot(service, tables, clock, 1);
        this.repair = new TableRepair(service, tables, clock);
        this.checkpoints = new EntityTable(service, tables.checkpoints());
        this.clock = clock;
    }

    /**
     * The result of one run.
     *
     * @param forgotten the number of inbox rows deleted
     * @param discarded the number of discarded events deleted
     * @param found the number of lost marks restored
     * @param swept the number of unneeded rows deleted
     * @param failures what failed, in words; the next run tries it again
     */
    public record Report(int forgotten, int discarded, int found, int swept, List<String> failures) {
        public Report {
            failures = List.copyOf(failures);
        }

        /** {@return whether there was nothing to do} */
        public boolean isEmpty() {
            return forgotten + discarded + found + swept == 0 && failures.isEmpty();
        }
    }

    /**
     * Works until nothing is left to do or the deadline passes. A failing part does not stop the others.
     *
     * @param consumers whose discarded events are forgotten
     * @param inboxKept how long the inbox remembers: longer than the hub keeps events and than any replay reaches back
     * @param discardedKept how long discarded events are kept for people
     */
    public Report run(Collection<String> consumers, Duration inboxKept, Duration discardedKept, Deadline deadline) {
        Run run = new Run(deadline);
        Instant now = clock.instant();
        run.part("repair of the tables", () -> repair(run, run.partly()));
        Deadline forDiscarded = run.partly();
        consumers.forEach(consumer -> run.part(
                "discarded events of " + consumer,
                () -> forgetDiscarded(run, consumer, now.minus(discardedKept), forDiscarded)));
        run.part("inbox", () -> run.forgotten = inbox.forgetBefore(now.minus(inboxKept), deadline, clock));
        return new Report(run.forgotten, run.discarded, run.found, run.swept, run.failures);
    }

    private void forgetDiscarded(Run run, String consumer, Instant before, Deadline deadline) {
        int gone = PORTION;
        while (gone == PORTION && !deadline.passed(clock)) {
            gone = lot.forgetDiscarded(consumer, before, PORTION);
            run.discarded += gone;
        }
    }

    /** A scan of all tables starts once a day, and resumes where the previous run stopped. */
    private void repair(Run run, Deadline deadline) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Optional<TableEntity> progress = checkpoints.get(PROGRESS);
        boolean begun = progress.filter(there -> !Cells.flag(there, "done")).isPresent();
        if (!begun
                && progress.filter(there -> Cells.text(there, "day").equals(today.toString()))
                        .isPresent()) {
            return;
        }
        String day = begun ? Cells.text(progress.orElseThrow(), "day") : today.toString();
        Optional<String> next = begun ? Optional.of(Cells.longText(progress.orElseThrow(), "next")) : Optional.empty();
        do {
            TableRepair.Repaired repaired = repair.repair(next, PORTION);
            run.found += repaired.found();
            run.swept += repaired.swept();
            next = repaired.next();
            checkpoints.write(Write.put(progress(day, next)));
        } while (next.isPresent() && !deadline.passed(clock));
    }

    private static TableEntity progress(String day, Optional<String> next) {
        TableEntity entity = PROGRESS.entity().addProperty("day", day).addProperty("done", next.isEmpty());
        next.ifPresent(place -> Cells.longText(entity, "next", place));
        return entity;
    }

    /** A run in progress, with its counts so far. */
    private final class Run {
        private final Deadline deadline;
        private final List<String> failures = new ArrayList<>();
        private int forgotten;
        private int discarded;
        private int found;
        private int swept;

        Run(Deadline deadline) {
            this.deadline = deadline;
        }

        Deadline partly() {
            return Deadline.in(deadline.remaining(clock).dividedBy(PART), clock);
        }

        void part(String what, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException failed) {
                failures.add(what + ": " + failed);
            }
        }
    }
}
