package io.triskel.platform;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.decide.CommandHandler;
import io.triskel.event.Deadline;
import io.triskel.event.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A consumer bound to a platform's ports. Its host, such as a pump in memory, a function's trigger or a long-running
 * process, feeds the {@link #processor}.
 */
public final class HostedConsumer implements ConsumerSpec {
    private static final int MOST_REPLAYED = 1000;
    private static final Duration REPLAY_TIME = Duration.ofSeconds(10);

    private final Platform platform;
    private final ConsumerSpec described;
    private final EventConsumer consumer;
    private final Once<BatchProcessor> processor;
    private final Once<ParkedReplay> replay;

    private HostedConsumer(Platform platform, ConsumerSpec described, EventConsumer consumer) {
        this.platform = platform;
        this.described = described;
        this.consumer = consumer;
        this.processor = new Once<>(() -> BatchProcessor.of(consumer)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(platform.observer())
                .executor(platform.settings().executor())
                .build());
        this.replay = new Once<>(() -> ParkedReplay.of(consumer)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(platform.observer())
                .build());
    }

    /** Takes the name after all other checks. */
    static HostedConsumer of(Platform platform, ConsumerSpec described) {
        EventConsumer.Builder builder = EventConsumer.named(described.name(), platform.codec())
                .parkingLot(platform.stores().parkingLot());
        if (described.needsInbox()) {
            builder.inbox(platform.stores().inbox());
        }
        EventConsumer consumer = described.subscribe(builder).build();
        return platform.owning(new HostedConsumer(platform, described, consumer));
    }

    @Override
    public String name() {
        return consumer.name();
    }

    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder builder) {
        return described.subscribe(builder);
    }

    @Override
    public boolean needsInbox() {
        return described.needsInbox();
    }

    @Override
    public Owner owner() {
        return described.owner();
    }

    /** {@return the consumer} */
    public EventConsumer consumer() {
        return consumer;
    }

    /** {@return the processor that settles its batches, from any source} */
    public BatchProcessor processor() {
        return processor.get();
    }

    /**
     * {@return the replay of its parked events}
     *
     * @throws IllegalStateException if it has no parking lot
     */
    public ParkedReplay replay() {
        return replay.get();
    }

    /**
     * Replays its parked events to its handlers, at most 1,000 in at most 10 s; {@link ParkedReplay} replays them in steps.
     */
    public ReplayReport replayParked() {
        return replay().replayAll(MOST_REPLAYED, platform.in(REPLAY_TIME));
    }

    /** Replays parked events that are due, up to this limit. */
    public ReplayReport replayDue(int limit, Deadline deadline) {
        return replay().replayDue(platform.clock().instant(), limit, deadline);
    }

    /** Builds a consumer; everything but its handlers has a safe default. */
    public static final class Builder {
        private final Platform platform;
        private final String name;
        private final String kind;
        private final List<UnaryOperator<EventConsumer.Builder>> parts = new ArrayList<>();
        private boolean onlySendsCommands = true;
        private boolean withoutInbox;

        Builder(Platform platform, String name, String kind) {
            this.platform = platform;
            this.name = name;
            this.kind = kind;
        }

        /** Handles events whose data is of this class or a subclass; a sealed interface covers all its records. */
        public <E> Builder on(Class<E> data, EventHandler<? super E> handler) {
            return with(consumer -> consumer.on(data, handler));
        }

        /**
         * Sends a command for each event whose data is of this class or a subclass. The command's id derives from the event,
         * so a decider recognises a repeat, however late: a consumer that does nothing else has no inbox.
         *
         * <p>A command that the decider rejects is a failed attempt. A command without events leaves no trace: when the event
         * comes again it is decided anew, and must have no events then either, in any state that may follow. Where a decider
         * cannot promise that, call it in {@link #on}.
         *
         * @param to handles the command
         * @param stream the command's stream
         * @param command the command
         */
        public <E, C> Builder sendsCommand(
                Class<E> data,
                CommandHandler<C, ?, ?> to,
                Function<? super E, StreamId> stream,
                Function<? super E, ? extends C> command) {
            SentCommand<E, C> handler = new SentCommand<>(name, to, stream, command);
            return part(consumer -> consumer.on(data, handler));
        }

        /** Parks an event after this many failed attempts. Default: 5. */
        public Builder retryThenPark(int attempts) {
            FailurePolicy policy = FailurePolicy.retryThenPark(attempts);
            return part(consumer -> consumer.policy(policy));
        }

        /** Uses no inbox: the handlers recognise duplicates themselves. */
        public Builder withoutInbox() {
            withoutInbox = true;
            return this;
        }

        /** Configures the consumer further. */
        public Builder with(UnaryOperator<EventConsumer.Builder> more) {
            // It may add a handler.
            onlySendsCommands = false;
            return part(more);
        }

        private Builder part(UnaryOperator<EventConsumer.Builder> more) {
            parts.add(more);
            return this;
        }

        /**
         * {@return the consumer}
         *
         * @throws IllegalStateException if it has no handler
         * @throws IllegalArgumentException if a class is not registered, a type has two handlers, or the name has another
         *     owner
         */
        public HostedConsumer build() {
            return of(platform, new Described(name, kind, List.copyOf(parts), !onlySendsCommands && !withoutInbox));
        }
    }

    /** A consumer made of a builder's handlers and settings. */
    private record Described(
            String name, String kind, List<UnaryOperator<EventConsumer.Builder>> parts, boolean needsInbox)
            implements ConsumerSpec {
        /** Built twice by one builder, it has the same handlers, so both share one consumer group. */
        @Override
        public Owner owner() {
            return new Owner(kind, this);
        }

        @Override
        public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
            EventConsumer.Builder described = consumer;
            for (UnaryOperator<EventConsumer.Builder> part : parts) {
                described = part.apply(described);
            }
            return described;
        }
    }
}
