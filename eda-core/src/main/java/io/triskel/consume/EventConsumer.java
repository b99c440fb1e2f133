package io.triskel.consume;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.inbox.Inbox;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A named consumer: its handlers, lanes and failure policy. Immutable. */
public final class EventConsumer {
    private static final int LONGEST_NAME = 128;

    private final String name;
    private final Map<EventType, Registered> handlers;
    private final Function<Envelope<?>, Optional<Lane>> lane;
    private final boolean ownLane;
    private final FailurePolicy policy;
    private final @Nullable Inbox inbox;
    private final @Nullable ParkingLot parkingLot;
    private final Duration retryBudget;
    private final Duration replayDelay;
    private final int cutOffLimit;
    private final @Nullable EventCodec codec;
    private final @Nullable Heartbeats heartbeats;

    private EventConsumer(Builder builder) {
        name = builder.name;
        handlers = Map.copyOf(builder.handlers);
        ownLane = builder.lane != null;
        lane = Objects.requireNonNullElse(builder.lane, event -> event.key().map(Lane::of));
        policy = builder.policy;
        inbox = builder.inbox;
        parkingLot = builder.parkingLot;
        retryBudget = builder.retryBudget;
        replayDelay = builder.replayDelay;
        cutOffLimit = builder.cutOffLimit;
        codec = builder.codec;
        heartbeats = builder.heartbeats;
    }

    /**
     * {@return a builder for a consumer of this name, 1 to 128 characters, which identifies its rows in inbox and parking
     * lot}
     */
    public static Builder named(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A consumer's name must have 1 to 128 characters and not be blank, this one has " + name.length());
        }
        return new Builder(name);
    }

    /** {@return a builder for a consumer that subscribes to classes, whose types this codec knows} */
    public static Builder named(String name, EventCodec codec) {
        return named(name).codec(codec);
    }

    /** {@return the consumer's name} */
    public String name() {
        return name;
    }

    /** {@return the types that have a handler, and the type of heartbeats if there is one} */
    public Set<EventType> types() {
        Set<EventType> all = new HashSet<>(handlers.keySet());
        if (heartbeats != null) {
            all.add(heartbeats.type());
        }
        return Set.copyOf(all);
    }

    @Nullable
    Registered handlerOf(EventType type) {
        return handlers.get(type);
    }

    Map<EventType, Registered> handlers() {
        return handlers;
    }

    boolean handlesTogether() {
        return handlers.values().stream().anyMatch(by -> by.handler() instanceof EventHandler.Together);
    }

    Optional<Lane> laneOf(Envelope<?> event) {
        return lane.apply(event);
    }

    /** Whether the consumer has its own lane function, so that a transport key does not determine the lane. */
    boolean hasOwnLane() {
        return ownLane;
    }

    FailurePolicy policy() {
        return policy;
    }

    @Nullable
    Inbox inbox() {
        return inbox;
    }

    @Nullable
    ParkingLot parkingLot() {
        return parkingLot;
    }

    Duration retryBudget() {
        return retryBudget;
    }

    Duration replayDelay() {
        return replayDelay;
    }

    int cutOffLimit() {
        return cutOffLimit;
    }

    @Nullable
    EventCodec codec() {
        return codec;
    }

    @Nullable
    Heartbeats heartbeats() {
        return heartbeats;
    }

    /** Events that are noted and not handled. */
    record Heartbeats(EventType type, Consumer<Envelope<?>> note) {}

    /** A handler and the class of its data. */
    record Registered(Class<?> dataType, EventHandler<Object> handler) {
        /** Only a handler declared for encoded data gets it: no other handler could interpret it. */
        boolean takesEncoded() {
            return dataType == EncodedData.class;
        }

        /** A class name for a message's example. */
        String example() {
            return dataType == Object.class ? "MyEvent" : dataType.getSimpleName();
        }
    }

    /** Builds a consumer. */
    public static final class Builder {
        private final String name;
        private final Map<EventType, Registered> handlers = new HashMap<>();
        private @Nullable Function<Envelope<?>, Optional<Lane>> lane;
        private FailurePolicy policy = FailurePolicy.retryThenPark(5);
        private @Nullable Inbox inbox;
        private @Nullable ParkingLot parkingLot;
        private Duration retryBudget = Duration.ofSeconds(30);
        private Duration replayDelay = Duration.ofMinutes(1);
        private int cutOffLimit = 5;
        private @Nullable EventCodec codec;
        private @Nullable Heartbeats heartbeats;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Handles events of this type with data of this class; older versions arrive upcast. The codec must know the type,
         * unless the class is {@link EncodedData}: then the data arrives encoded, for a handler that forwards it.
         *
         * @throws IllegalArgumentException if the type has a handler already
         */
        public <E> Builder on(EventType type, Class<E> dataType, EventHandler<? super E> handler) {
            @SuppressWarnings("unchecked") // the data is checked against dataType before the handler sees it
            EventHandler<Object> untyped = (EventHandler<Object>) handler;
            if (handlers.putIfAbsent(type, new Registered(dataType, untyped)) != null) {
                throw new IllegalArgumentException(name + " has a handler for " + type + " already");
            }
            return this;
        }

        /**
         * Handles events whose data is of this class or a subclass; a sealed interface covers all its records.
         *
         * @throws IllegalStateException if there is no codec, see {@link EventConsumer#named(String, EventCodec)}
         * @throws IllegalArgumentException if no type is registered for the class, or one of its types already has a
         *     handler
         */
        public <E> Builder on(Class<E> data, EventHandler<? super E> handler) {
            if (codec == null) {
                throw new IllegalStateException(name + " cannot know the types of " + data.getSimpleName()
                        + ": begin with EventConsumer.named(name, codec), or name the type with on(type,"
                        + " class, handler)");
            }
            codec.types().requireTypesBelow(data, name).forEach(type -> on(type, data, handler));
            return this;
        }

        /** Handles events of this type with data of any class; the type must be registered with the codec. */
        public Builder on(EventType type, EventHandler<Object> handler) {
            return on(type, Object.class, handler);
        }

        /**
         * Notes events of this type, which show that the consumer works, once all of their batch is settled.
         * No lane, inbox, parking lot or observer sees them. A failing note redelivers nothing.
         *
         * @throws IllegalArgumentException if the type has a handler
         */
        public Builder heartbeats(EventType type, Consumer<Envelope<?>> note) {
            if (handlers.containsKey(type)) {
                throw new IllegalArgumentException(name + " has a handler for " + type + " already");
            }
            heartbeats = new Heartbeats(type, note);
            return this;
        }

        /** Sets the codec, which decodes parked events and knows the types of subscribed classes. */
        Builder codec(EventCodec events) {
            codec = events;
            return this;
        }

        /** Sets the lane within which events stay in order. Default: the ordering key; a saga uses its correlation id. */
        public Builder lane(Function<Envelope<?>, Optional<Lane>> of) {
            lane = of;
            return this;
        }

        /** Sets the policy for failing handlers. Default: retry, and park after 5 attempts. */
        public Builder policy(FailurePolicy other) {
            policy = other;
            return this;
        }

        /**
         * Sets the inbox, which remembers completed events. Without an inbox the handlers must recognise duplicates
         * themselves.
         */
        public Builder inbox(Inbox port) {
            inbox = port;
            return this;
        }

        /**
         * Sets the parking lot, which keeps events that cannot be handled. Without it, an event that should be parked is
         * unsettled as FAILED.
         */
        public Builder parkingLot(ParkingLot port) {
            parkingLot = port;
            return this;
        }

        /** Sets how long a failing event may block others in a source that goes back to it. Default: 30 s. */
        public Builder retryBudget(Duration most) {
            retryBudget = most;
            return this;
        }

        /** Sets the delay before a parked event that is not at fault is tried again. Default: 1 minute. */
        public Builder replayDelay(Duration delay) {
            replayDelay = delay;
            return this;
        }

        /**
         * Sets how often the handling of an event may be cut off (the host died, or the lease expired) before the event is
         * parked untried. Default: 5. Without a limit, an event that kills its host would block its source for ever. Only an
         * inbox knows of a host that died; without one, a processor counts handlers given up at the deadline and errors that
         * its process survived.
         */
        public Builder cutOffLimit(int times) {
            cutOffLimit = times;
            return this;
        }

        /**
         * Builds the consumer.
         *
         * @throws IllegalStateException if the consumer has no handler
         */
        public EventConsumer build() {
            if (handlers.isEmpty()) {
                throw new IllegalStateException(name + " handles nothing: add a handler with on(type, class, handler)");
            }
            return new EventConsumer(this);
        }
    }
}
