package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.NotYetException;
import io.triskel.consume.Redelivery;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.platform.Platform;
import io.triskel.platform.Stores;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.Steps;
import io.triskel.testkit.RequestCounter.Requests;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Counts the store requests of the library's operations, which must equal a table's. Without personal data and snapshots,
 * which have their own rows.
 *
 * <p>The table is in Markdown. A row begins with the operation, the store's name, reads, writes and how many of them are in
 * sequence, which may be omitted if requests may overlap but need not.
 */
public abstract class RequestBudgetContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int UNSTATED = -1;

    private final RequestCounter counter = new RequestCounter();
    private final InstantSource clock = InstantSource.system();
    private final List<String> wrong = new ArrayList<>();
    private Platform platform;

    /** {@return new stores, like a new process's, on the same data, whose requests are counted} */
    protected abstract Stores stores(RequestCounter counted);

    /** {@return the store's name in the table} */
    protected abstract String store();

    /** {@return the lines of the table's page} */
    protected abstract List<String> table();

    /** A noted thing has changed. */
    record Changed(String to, int amount) {}

    /** A step of a process is to be done. */
    record Do(String id) {}

    /** The first step of a process is done. */
    record First(String id) {}

    /** The last step of a process is done. */
    record Last(String id) {}

    /** A process begins. */
    record Begun(String id) {}

    /** The rows of the view. */
    record Row(String state, int amount) {}

    @BeforeEach
    final void newProcess() {
        platform = process();
    }

    private Platform process() {
        TypeRegistry types = TypeRegistry.builder()
                .add(EventType.of("budget.changed", 1), Changed.class)
                .add(EventType.of("budget.do", 1), Do.class)
                .add(EventType.of("budget.first", 1), First.class)
                .add(EventType.of("budget.last", 1), Last.class)
                .add(EventType.of("budget.begun", 1), Begun.class)
                .build();
        return Platform.of(Platform.Settings.of("/budget", types).clock(clock), stores(counter), BusThatTakesAll::new);
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    private void costs(String operation) {
        Requests spent = counter.take();
        if (budget(operation).filter(budget -> isMet(budget, spent)).isEmpty()) {
            wrong.add("| " + operation + " | " + store() + " | " + spent.reads() + " | " + spent.writes() + " | "
                    + spent.inSequence() + " |");
        }
    }

    @AfterEach
    final void everything_costs_what_the_table_says() {
        assertThat(wrong).as("rows missing in the table, or with other numbers").isEmpty();
    }

    private Optional<Requests> budget(String operation) {
        for (String line : table()) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 6
                    && cells[1].strip().equals(operation)
                    && cells[2].strip().equals(store())) {
                return Optional.of(new Requests(number(cells[3]), number(cells[4]), number(cells[5])));
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(Requests budget, Requests spent) {
        return budget.reads() == spent.reads()
                && budget.writes() == spent.writes()
                && (budget.inSequence() == UNSTATED || budget.inSequence() == spent.inSequence());
    }

    private static int number(String cell) {
        return cell.isBlank() ? UNSTATED : Integer.parseInt(cell.strip());
    }

    private final Decider<String, Integer, Changed> decider = Decider.of(
            0, (command, count) -> List.of(new Changed(command, 1)), (count, event) -> count + event.amount());

    private void handle(Platform by, StreamId stream) {
        CommandHandler<String, Integer, Changed> handler = by.commands(decider).build();
        CommandResult<Changed> result = handler.handle(stream, unique(), "changed");
        assertThat(result).isInstanceOf(CommandResult.Done.class);
    }

    private boolean isDirty(StreamId stream) {
        return platform.outbox()
                .dirty(Outbox.bucketOf(stream), Instant.now().plus(MINUTE), 10_000)
                .contains(stream);
    }

    @Test
    final void a_first_command() {
        StreamId stream = new StreamId(unique());

        handle(platform, stream);

        costs("first command on a new stream, published inline");
        assertThat(isDirty(stream)).isFalse();
    }

    @Test
    final void a_next_command() {
        StreamId stream = new StreamId(unique());
        handle(platform, stream);
        counter.take();

        handle(platform, stream);

        costs("next command, published inline, by the same process");
        assertThat(isDirty(stream)).isFalse();
    }

    @Test
    final void a_command_on_a_stream_of_another_process() {
        StreamId stream = new StreamId(unique());
        handle(platform, stream);
        counter.take();

        handle(process(), stream);

        costs("next command, published inline, by another process");
        assertThat(isDirty(stream)).isFalse();
    }

    @Test
    final void a_command_while_another_process_publishes() {
        StreamId stream = new StreamId(unique());
        handle(platform, stream);
        Platform other = process();
        other.outbox().lease(stream, clock.instant(), MINUTE);
        counter.take();

        handle(platform, stream);

        costs("next command, while another process publishes the stream");
    }

    @Test
    final void a_saga() throws NotYetException {
        SagaRunner<?> saga = platform.saga(Steps.named("budget", Begun.class)
                .startedBy(Begun.class, Begun::id, begun -> begun)
                .identifiedBy(First.class, First::id)
                .identifiedBy(Last.class, Last::id)
                .step("first")
                .command("budget", begun -> new Do(begun.id()))
                .done(First.class)
                .nothingToUndo()
                .step("last")
                .command("budget", begun -> new Do(begun.id()))
                .done(Last.class)
                .nothingToUndo()
                .build());
        String id = unique();

        feed(saga, new Begun(id), id);
        costs("first step of a saga: event, state, command, timer");
        feed(saga, new First(id), id);
        costs("next step of a saga: event, state, command, timer");
        feed(saga, new Last(id), id);
        costs("last step of a saga: event, state");

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
        View<Row> view = platform.view(Projection.of(
                        "budget",
                        Row.class,
                        Changed.class,
                        new Row("", 0),
                        (row, event) -> new Row(event.to(), event.amount()))
                .indexedBy("state", Row::state)
                .totalling("all", "amount", Row::amount));
        StreamId stream = new StreamId(unique());
        view.find(stream);
        counter.take();

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

        settle(processor, IntStream.of(0));
        costs("event behind inbox and parking lot, batch of 1");
        settle(processor, IntStream.rangeClosed(1, 10));
        costs("events behind inbox and parking lot, batch of 10 keys");
    }

    /** The events' ids are the same in each run, because stores spread them by id. */
    private void settle(BatchProcessor processor, IntStream ids) {
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
                .allMatch(verdict -> verdict.tag().equals("handled"));
    }
}
