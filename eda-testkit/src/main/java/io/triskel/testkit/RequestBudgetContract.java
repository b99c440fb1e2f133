package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.NotYetException;
import io.triskel.consume.Redelivery;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.projection.View;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRunner;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.testkit.BudgetApplication.Begun;
import io.triskel.testkit.BudgetApplication.Changed;
import io.triskel.testkit.BudgetApplication.First;
import io.triskel.testkit.BudgetApplication.Last;
import io.triskel.testkit.BudgetApplication.Row;
import io.triskel.testkit.RequestCounter.Billed;
import io.triskel.testkit.RequestCounter.Requests;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Counts what the library's operations cost at a store, which must equal a table's rows: requests, how many of them follow
 * one another, billed units, and bytes kept. Without personal data and conflicts.
 *
 * <p>The table is a JSON file, which {@code -Dtriskel.golden.accept=true} rewrites. A row without {@code inSequence} has
 * requests that may overlap but need not.
 */
public abstract class RequestBudgetContract {
    /** Passes between operations, because an index entry whose time has not changed is free. */
    private static final Duration BETWEEN = Duration.ofMillis(1_100);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Longer than any inbox remembers. */
    private static final Duration LONG = Duration.ofDays(10_000);

    private static final String SMALL = "changed";
    /** Commands after which a stream has its snapshot and, beyond 2,500 of them, its index. */
    private static final int WITH_INDEX = 200;

    /** The same in each run, and with as many digits, so that rows have the same size. */
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-29T12:34:56.789123Z"));

    private final RequestCounter counter = new RequestCounter();
    private Billed before = new Billed(0, 0, 0, 0);
    private BudgetTable table;
    private Platform platform;
    private int commands;

    /** {@return new stores with this clock, like a new process's, whose requests are counted} Empty at first. */
    protected abstract Stores stores(RequestCounter counted, InstantSource clock);

    /** {@return the store's name in the table} */
    protected abstract String store();

    /** {@return the table's file} */
    protected abstract Path table();

    /** {@return what all operations so far have cost, and what the stores keep now} */
    protected abstract Billed billed();

    /** Deletes the inbox's rows that expire before this moment, as the service or the deployment does. */
    protected abstract void expire(Instant moment);

    @BeforeEach
    final void newProcess() {
        table = new BudgetTable(table(), store());
        platform = process();
        forget();
    }

    private Platform process() {
        return Platform.of(
                Platform.Settings.of("/budget", BudgetApplication.types()).clock(clock),
                stores(counter, clock),
                BusThatTakesAll::new);
    }

    /** As long as an id in production, and the same in each run, because stores spread rows by their ids. */
    private static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** What comes next is counted from here. */
    private void forget() {
        counter.take();
        before = billed();
        clock.advance(BETWEEN);
    }

    private void costs(String operation) {
        Requests requests = counter.take();
        Billed now = billed();
        table.compare(operation, requests, now.since(before));
        before = now;
        clock.advance(BETWEEN);
    }

    @AfterEach
    final void everything_costs_what_the_table_says() {
        if (Boolean.getBoolean(SchemaGolden.ACCEPT)) {
            table.accept();
        } else {
            assertThat(table.wrong())
                    .as("rows missing in the table, or with other numbers; -D" + SchemaGolden.ACCEPT
                            + "=true accepts them")
                    .isEmpty();
        }
    }

    private void handle(Platform by, String stream, String data) {
        CommandHandler<String, Integer, Changed> handler =
                by.commands(BudgetApplication.DECIDER).build();
        CommandResult<Changed> result = handler.handle(new StreamId(id(stream)), id("command " + commands++), data);
        assertThat(result).isInstanceOf(CommandResult.Done.class);
    }

    private boolean isDirty(String stream) {
        StreamId id = new StreamId(id(stream));
        return platform.outbox()
                .dirty(Outbox.bucketOf(id), clock.instant().plus(MINUTE), 10_000)
                .contains(id);
    }

    @Test
    final void a_command() {
        handle(platform, "a", SMALL);
        costs("first command on a new stream, published inline");
        handle(platform, "a", SMALL);
        costs("next command, published inline, by the same process");
        handle(process(), "a", SMALL);
        costs("next command, published inline, by another process");
        handle(process(), "a", "x".repeat(4096));
        costs("next command, 4 KiB of data, published inline, by another process");

        assertThat(isDirty("a")).isFalse();
    }

    @Test
    final void a_command_while_another_process_publishes() {
        handle(platform, "a", SMALL);
        appendWithoutPublishing(new StreamId(id("a")));
        forget();

        handle(platform, "a", SMALL);

        costs("next command, while another process publishes the stream");
    }

    /** As a process does that is still publishing. */
    private void appendWithoutPublishing(StreamId stream) {
        Stores other = stores(counter, clock);
        if (other.eventStore(EventCodec.of(BudgetApplication.types())) instanceof LeasingAppender appender) {
            Envelope<Changed> event = Envelope.of(
                    new EventId("/budget", "other"), EventType.of("budget.changed", 1), new Changed(SMALL, 1));
            assertThat(appender.append(
                                    stream,
                                    Expectation.exactly(1),
                                    List.of(event),
                                    new CommandId("other"),
                                    clock.instant(),
                                    MINUTE)
                            .result())
                    .isEqualTo(new AppendResult.Committed(2, 2));
        } else {
            other.outbox(EventCodec.of(BudgetApplication.types())).lease(stream, clock.instant(), MINUTE);
        }
    }

    @Test
    final void reading_a_stream() {
        for (int i = 0; i < 100; i++) {
            handle(platform, "a", SMALL);
        }
        Platform other = process();
        forget();

        assertThat(other.eventStore().read(new StreamId(id("a")), 0, 1000).events())
                .hasSize(100);

        costs("reading a stream of 100 small events");
    }

    @Test
    final void a_snapshot() {
        Snapshots snapshots = platform.stores().snapshots();
        StreamId stream = new StreamId(id("a"));

        snapshots.save(stream, snapshot(10));
        costs("first snapshot of a stream: 300 bytes, 10 commands");
        snapshots.save(stream, snapshot(20));
        costs("next snapshot of a stream: 300 bytes, 10 commands");
        assertThat(process().stores().snapshots().load(stream, id("fingerprint")))
                .isPresent();
        costs("reading a snapshot: 300 bytes, 10 commands");
        snapshots.save(stream, olderCommands(1000));
        costs("first row of 1,000 older commands of a stream");
        snapshots.save(stream, olderCommands(2000));
        costs("next row of 1,000 older commands of a stream");
        assertThat(process().stores().snapshots().load(stream, "commands.1.0")).isPresent();
        costs("reading a row of 1,000 older commands of a stream");
    }

    /** As the command handler writes them: 8 bytes each. */
    private static Snapshot olderCommands(long revision) {
        return new Snapshot("commands.1.0", revision, new byte[8000], List.of(), new byte[0]);
    }

    private static Snapshot snapshot(long revision) {
        List<Commit> commits = LongStream.rangeClosed(revision - 9, revision)
                .mapToObj(at -> new Commit(new CommandId(id("command " + at)), at, at))
                .toList();
        return new Snapshot(id("fingerprint"), revision, new byte[300], commits, new byte[0]);
    }

    /** On demand up to {@code -Dtriskel.commands=100000}, which takes minutes on a local cloud. */
    @Test
    final void commands_on_a_long_stream() {
        StreamId stream = new StreamId(id("a"));
        int filled = 0;
        int longest = Integer.getInteger("triskel.commands", 1_000);
        for (int length = 1_000; length <= longest; length *= 10) {
            fill(stream, filled, length);
            filled = length + WITH_INDEX;
            // The first commands write what a stream that grew command by command has already.
            hundredCommands(stream, length, WITH_INDEX / 100);
            forget();
            hundredCommands(stream, filled, 1);
            costs("100 commands with a snapshot, each by another process, on a stream of %,d".formatted(length));
            filled += 100;
        }
    }

    private void fill(StreamId stream, int from, int upTo) {
        for (int i = from; i < upTo; i++) {
            Envelope<Changed> event = Envelope.of(
                    new EventId("/budget", id("event " + i)), EventType.of("budget.changed", 1), new Changed(SMALL, 1));
            assertThat(platform.eventStore()
                            .append(stream, Expectation.exactly(i), List.of(event), new CommandId(id("long " + i))))
                    .isEqualTo(new AppendResult.Committed(i + 1, i + 1));
        }
        Deadline hour = Deadline.in(Duration.ofHours(1), clock);
        while (isDirty("a")) {
            platform.dispatcher().drain(10_000, hour);
        }
    }

    private void hundredCommands(StreamId stream, int from, int times) {
        for (int i = from; i < from + times * 100; i++) {
            CommandHandler<String, Integer, Changed> handler = process()
                    .commands(BudgetApplication.DECIDER)
                    .deciderName("budget")
                    .snapshotEvery(100, Integer.class)
                    .build();
            assertThat(handler.handle(stream, id("long " + i), SMALL)).isInstanceOf(CommandResult.Done.class);
        }
    }

    @Test
    final void a_replica() {
        Replicas replicas = platform.stores().replicas();

        assertThat(replicas.put("budget", Replica.of(id("a"), 1, new byte[300])))
                .isTrue();
        costs("new replica: 300 bytes");
        assertThat(replicas.put("budget", Replica.of(id("a"), 2, new byte[300])))
                .isTrue();
        costs("replica at its next version: 300 bytes");
    }

    @Test
    final void an_event_in_the_parking_lot() {
        AtomicBoolean fails = new AtomicBoolean(true);
        HostedConsumer consumer = platform.consumer("budget")
                .on(Changed.class, (event, handling) -> {
                    if (fails.get()) {
                        throw new IllegalStateException("Not now");
                    }
                })
                .retryThenPark(1)
                .build();

        settle(consumer.processor(), IntStream.of(0), "parked");
        costs("event that fails and is parked");
        fails.set(false);
        assertThat(consumer.replay()
                        .replay(Lane.of(new OrderingKey("key-0")), 10, Deadline.in(MINUTE, clock))
                        .handled())
                .isEqualTo(1);
        costs("parked event that is replayed and handled, and its lane opened");
    }

    @Test
    final void looking_for_work_in_vain() {
        assertThat(platform.dispatcher().drain(100, Deadline.in(MINUTE, clock)).idle())
                .isTrue();
        costs("idle look for commits to publish: 16 buckets");
        platform.stores().parkingLot().due("budget", clock.instant(), 100);
        costs("idle look for a consumer's parked events");
        for (int bucket = 0; bucket < SagaRef.BUCKETS; bucket++) {
            assertThat(platform.stores().sagas().stuck("budget", bucket, Optional.empty(), 100))
                    .isEmpty();
        }
        costs("idle look for a saga's stuck instances: 16 buckets");
    }

    @Test
    final void what_an_operator_asks() {
        ParkingLot lot = platform.stores().parkingLot();
        List<EventId> events = IntStream.range(0, 100)
                .mapToObj(i -> new EventId("/budget", id("event " + i)))
                .toList();
        events.forEach(event -> lot.park(parked(event)));
        assertThat(platform.stores().inbox().claimAll("budget", events, clock.instant(), MINUTE))
                .hasSize(100);
        forget();

        assertThat(lot.held("budget", Optional.empty(), 100)).hasSize(100);
        costs("page of 100 parked lanes, each with its first event's reason");
        assertThat(process().stores().inbox().seeAll("budget", events, clock.instant()))
                .doesNotContain(Optional.empty());
        costs("look-up of 100 events in the inbox");
    }

    private ParkedEvent parked(EventId event) {
        return new ParkedEvent(
                "budget",
                Lane.of(event.id()),
                event,
                WireEvent.structured(SMALL.getBytes(StandardCharsets.UTF_8)),
                "position",
                "java.lang.IllegalStateException at io.triskel.testkit.Budget.handle(Budget.java:42)",
                1,
                clock.instant(),
                Optional.of(clock.instant()));
    }

    @Test
    final void a_saga() throws NotYetException {
        SagaRunner<?> saga = platform.saga(BudgetApplication.saga());
        String id = id("a");

        feed(saga, new Begun(id), id);
        costs("first step of a saga: event, state, command, timer");
        feed(saga, new First(id), id);
        costs("next step of a saga: event, state, command, timer");
        feed(saga, new Last(id), id);
        costs("last step of a saga: event, state");

        saga.work(100, Deadline.in(MINUTE, clock));
        costs("idle look for a saga's timers and commands: 16 buckets");

        assertThat(saga.find(id)).get().satisfies(row -> {
            assertThat(row.unsent().commands()).isEmpty();
            assertThat(row.timers()).isEmpty();
        });
    }

    private void feed(SagaRunner<?> saga, Object data, String id) throws NotYetException {
        saga.handle(platform.events().of(data).keyed(id), Deadline.in(MINUTE, clock));
    }

    @Test
    final void a_projected_event() throws NotYetException {
        View<Row> view = platform.view(BudgetApplication.projection());
        StreamId stream = new StreamId(id("a"));
        view.find(stream);
        forget();

        apply(view, stream, 1, new Changed("a", 1));
        costs("projected event: new row, one index, one total");
        apply(view, stream, 2, new Changed("a", 1));
        costs("projected event: neither index nor total changes");
        apply(view, stream, 3, new Changed("b", 1));
        costs("projected event: one index changes");
        apply(view, stream, 4, new Changed("b", 2));
        costs("projected event: one total changes");

        assertThat(view.find(stream)).contains(new Row("b", 2));
    }

    private void apply(View<Row> view, StreamId stream, long revision, Changed data) throws NotYetException {
        Envelope<?> event =
                platform.events().of(data).keyed(stream.value()).withPattern(new EventKind.Sourced(stream, revision));
        assertThat(view.apply(event)).isTrue();
    }

    @Test
    final void an_event_behind_inbox_and_parking_lot() {
        BatchProcessor processor = platform.consumer("budget")
                .on(Changed.class, (event, handling) -> {})
                .build()
                .processor();

        settle(processor, IntStream.of(0), "handled");
        costs("event behind inbox and parking lot, batch of 1");
        expire(clock.instant().plus(LONG));
        costs("deletion of 1 row of the inbox after its retention");
        settle(processor, IntStream.rangeClosed(1, 10), "handled");
        costs("events behind inbox and parking lot, batch of 10 keys");
        expire(clock.instant().plus(LONG));
        costs("deletion of 10 rows of the inbox after their retention");
    }

    /** The events' ids are the same in each run, because stores spread them by id. */
    private void settle(BatchProcessor processor, IntStream ids, String verdict) {
        List<Delivery> batch = ids.<Delivery>mapToObj(i -> Delivery.of(
                        Envelope.of(
                                        new EventId("/budget", "event-" + i),
                                        EventType.of("budget.changed", 1),
                                        new Changed("a", i))
                                .withKey(new OrderingKey("key-" + i)),
                        new Position("position-" + i)))
                .toList();
        assertThat(processor
                        .process(batch, Redelivery.ONE_BY_ONE, Deadline.in(MINUTE, clock))
                        .verdicts())
                .hasSameSizeAs(batch)
                .allMatch(each -> each.tag().equals(verdict));
    }
}
