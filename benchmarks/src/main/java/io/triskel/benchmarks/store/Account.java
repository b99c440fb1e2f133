package io.triskel.benchmarks.store;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.decide.Decider;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventStore;
import java.util.List;
import java.util.stream.IntStream;

/** The stream that is measured: an account that money is moved on. */
final class Account implements Decider<Account.Move, Account.Balance, Account.Moved> {
    static final StreamId STREAM = new StreamId("account-4711");
    static final int EVENTS = 10_000;
    private static final EventType MOVED = EventType.of("account.moved", 1);

    record Move(long amount) {}

    record Balance(long amount) {}

    record Moved(long amount) {}

    static TypeRegistry types() {
        return TypeRegistry.builder().add(MOVED, Moved.class).build();
    }

    static EventCodec codec() {
        return EventCodec.of(types());
    }

    /** All events of the stream in commits of this many. */
    static List<List<Envelope<Moved>>> commits(int size) {
        return IntStream.range(0, EVENTS / size)
                .mapToObj(commit -> IntStream.range(0, size)
                        .mapToObj(i -> event(commit * size + i))
                        .toList())
                .toList();
    }

    private static Envelope<Moved> event(int number) {
        return Envelope.of(new EventId("/accounts", "event-" + number), MOVED, new Moved(number));
    }

    static List<CommandId> commands(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new CommandId("command-" + i))
                .toList();
    }

    /** Appends all, each on condition that the stream ends at the expected revision. */
    static <S extends EventStore> S fill(S store, List<List<Envelope<Moved>>> commits, List<CommandId> commands) {
        long revision = 0;
        for (int i = 0; i < commits.size(); i++) {
            List<Envelope<Moved>> commit = commits.get(i);
            AppendResult result = store.append(STREAM, Expectation.exactly(revision), commit, commands.get(i));
            if (!(result instanceof AppendResult.Committed)) {
                throw new IllegalStateException("Not appended: " + result);
            }
            revision += commit.size();
        }
        return store;
    }

    @Override
    public Balance initial() {
        return new Balance(0);
    }

    @Override
    public List<Moved> decide(Move command, Balance state) {
        return List.of(new Moved(command.amount()));
    }

    @Override
    public Balance evolve(Balance state, Moved event) {
        return new Balance(state.amount() + event.amount());
    }
}
