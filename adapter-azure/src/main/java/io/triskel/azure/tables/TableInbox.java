package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import io.triskel.azure.tables.InboxRows.Next;
import io.triskel.azure.tables.InboxRows.Stored;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.spi.Change;
import io.triskel.spi.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Stores an inbox, one entity per consumer and event. A consumer's entries are in 4 of 64 partitions, and a call writes
 * all its entries of one partition in one entity group transaction: a batch of new events costs 4 requests to claim and
 * 4 to complete. Entries are read before a write only after a conflict, such as a redelivered event.
 *
 * <p>Table Storage has no time to live, so each transaction that adds entries also adds a note of them. Notes are
 * sorted by time, so that {@link #forgetBefore(Instant, Deadline, InstantSource)} finds old entries.
 */
public final class TableInbox implements Inbox {
    private final InboxRows rows;
    private final InboxNotes notes;
    private final Executor executor;

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the table's name, {@link AzureTables#inbox()}
     * @param executor runs the requests of a call; {@code Runnable::run} runs them one after another
     */
    public TableInbox(TableServiceClient service, AzureTables tables, Executor executor) {
        EntityTable table = new EntityTable(service, tables.inbox());
        this.rows = new InboxRows(table);
        this.notes = new InboxNotes(table, rows, executor);
        this.executor = executor;
    }

    /** A step to apply to one entry. */
    private record Task<R>(String consumer, EventId event, Function<InboxEntry, Change<InboxEntry, R>> step) {
        Key key() {
            return InboxRows.key(consumer, event);
        }
    }

    @Override
    public List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        return all(
                events.stream()
                        .map(event -> claim(consumer, event, now, now.plus(lease), false, claimant))
                        .toList(),
                now,
                true,
                ClaimResult.Failed::new);
    }

    @Override
    public ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return one(claim(consumer, event, now, now.plus(lease), true, claimant), now);
    }

    @Override
    public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
        List<CompletableFuture<Optional<ClaimResult>>> reads = events.stream()
                .map(event -> CompletableFuture.supplyAsync(
                        () -> rows.read(InboxRows.key(consumer, event)).entry().flatMap(entry -> entry.seen(now)),
                        executor))
                .toList();
        return reads.stream().map(TableInbox::result).toList();
    }

    private static <R> R result(CompletableFuture<R> read) {
        try {
            return read.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof PortException port ? port : failed;
        }
    }

    private static Task<ClaimResult> claim(
            String consumer, EventId event, Instant now, Instant end, boolean forTheLot, String claimant) {
        return new Task<>(consumer, event, entry -> entry.claim(consumer, event, now, end, forTheLot, claimant));
    }

    @Override
    public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
        return all(
                claims.stream()
                        .map(claim -> new Task<>(claim.consumer(), claim.event(), entry -> entry.complete(claim, now)))
                        .toList(),
                now,
                false,
                WriteOutcome.Failed::new);
    }

    @Override
    public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
        return releaseAll(releases, now, false);
    }

    @Override
    public List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
        return releaseAll(releases, now, true);
    }

    private List<WriteOutcome> releaseAll(List<Release> releases, Instant now, boolean toTheLot) {
        return all(
                releases.stream()
                        .map(release -> new Task<>(
                                release.claim().consumer(),
                                release.claim().event(),
                                entry -> entry.release(release, now, toTheLot)))
                        .toList(),
                now,
                false,
                WriteOutcome.Failed::new);
    }

    @Override
    public WriteOutcome completeParked(String consumer, EventId event, Instant now) {
        return one(new Task<>(consumer, event, entry -> entry.completeParked(now)), now);
    }

    @Override
    public int forgetBefore(Instant moment, Instant now, int limit) {
        return notes.forgetSome(moment, now, limit);
    }

    /**
     * As the other method, but in all partitions, until nothing is left to forget or the deadline passes. A round in
     * progress is completed: up to 6,336 entries, each read by a separate call on the executor.
     *
     * @param moment rows last written before it are deleted
     * @param clock measures the deadline
     * @return the number of deleted rows
     */
    public int forgetBefore(Instant moment, Deadline deadline, InstantSource clock) {
        return notes.forgetAll(moment, clock.instant(), () -> !deadline.passed(clock));
    }

    private <R> R one(Task<R> task, Instant now) {
        return run(List.of(task), now, false).get(0);
    }

    /** One result per task, in order; a failed request does not affect the results of the others. */
    private <R> List<R> all(List<Task<R>> tasks, Instant now, boolean mostlyNew, Function<String, R> failed) {
        List<List<Task<R>>> groups = groups(tasks);
        List<CompletableFuture<List<R>>> running = groups.stream()
                .map(group -> CompletableFuture.supplyAsync(() -> run(group, now, mostlyNew), executor)
                        .exceptionally(failure -> {
                            R result = failed.apply(message(failure));
                            return group.stream().map(task -> result).toList();
                        }))
                .toList();
        IdentityHashMap<Task<R>, R> results = new IdentityHashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            List<R> some = running.get(g).join();
            for (int i = 0; i < some.size(); i++) {
                results.put(groups.get(g).get(i), some.get(i));
            }
        }
        return tasks.stream().map(results::get).toList();
    }

    private static String message(Throwable failure) {
        return String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
    }

    /**
     * Groups of tasks: each group has tasks of one partition, on different entries, and fits into a transaction
     * together with a note.
     */
    private static <R> List<List<Task<R>>> groups(List<Task<R>> tasks) {
        Map<String, List<Map<Key, Task<R>>>> groups = new LinkedHashMap<>();
        for (Task<R> task : tasks) {
            Key key = task.key();
            List<Map<Key, Task<R>>> of = groups.computeIfAbsent(key.partition(), partition -> new ArrayList<>());
            Map<Key, Task<R>> last = of.isEmpty() ? Map.of() : of.get(of.size() - 1);
            if (of.isEmpty() || last.size() == EntityTable.MOST_WRITES - 1 || last.containsKey(key)) {
                last = new LinkedHashMap<>();
                of.add(last);
            }
            last.put(key, task);
        }
        return groups.values().stream()
                .flatMap(List::stream)
                .map(group -> List.copyOf(group.values()))
                .toList();
    }

    /**
     * Runs all tasks of a group in one transaction, first on the remembered entries, and after a conflict on the
     * entries as read.
     *
     * @param mostlyNew whether an entry that is not remembered is assumed to be new, instead of being read
     */
    private <R> List<R> run(List<Task<R>> group, Instant now, boolean mostlyNew) {
        AtomicBoolean guess = new AtomicBoolean(true);
        return EntityTable.WRITES.until(
                "The inbox entry of event " + group.get(0).event() + " for consumer "
                        + group.get(0).consumer() + ", or another of its batch,",
                () -> tryRun(group, now, mostlyNew, guess.getAndSet(false)));
    }

    private <R> Optional<List<R>> tryRun(List<Task<R>> group, Instant now, boolean mostlyNew, boolean guess) {
        List<R> answers = new ArrayList<>();
        List<Next> entries = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (Task<R> task : group) {
            Key key = task.key();
            Optional<Stored> guessed = guess ? guess(key, mostlyNew) : Optional.empty();
            Stored stored = guessed.isPresent() ? guessed.get() : rows.read(key);
            Change<InboxEntry, R> step = task.step().apply(stored.entry().orElseGet(() -> InboxEntry.absent(now)));
            if (step.next().isEmpty() && guessed.isPresent()) {
                // The step writes nothing, so no write would verify the guess: read the entry.
                stored = rows.read(key);
                step = task.step().apply(stored.entry().orElseGet(() -> InboxEntry.absent(now)));
            }
            answers.add(step.answer());
            if (step.next().isPresent()) {
                entries.add(new Next(task.consumer(), task.event(), step.next().get(), stored.tag()));
                if (stored.tag().isEmpty()) {
                    added.add(key.row());
                }
            }
        }
        return entries.isEmpty() || notes.commit(entries, added, now) ? Optional.of(answers) : Optional.empty();
    }

    private Optional<Stored> guess(Key key, boolean mostlyNew) {
        Optional<Stored> remembered = rows.remembered(key);
        return remembered.isPresent() || !mostlyNew ? remembered : Optional.of(Stored.ABSENT);
    }
}
