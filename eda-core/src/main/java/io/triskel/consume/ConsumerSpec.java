package io.triskel.consume;

import io.triskel.event.ForAdapters;

/** What a consumer is made from: a projection, a saga, a replica, or handlers. A host makes the consumer. */
public interface ConsumerSpec {
    /** {@return the consumer's name, under which inbox and parking lot keep rows} */
    String name();

    /** Adds handlers to a consumer, and a lane function if the lane is not the ordering key. */
    EventConsumer.Builder subscribe(EventConsumer.Builder consumer);

    /** {@return whether it needs an inbox against repeats; false by default: its handlers recognise repeats themselves} */
    default boolean needsInbox() {
        return false;
    }

    /** {@return who has its name on a platform: by default this very object} */
    default Owner owner() {
        return new Owner("consumer", this);
    }

    /**
     * The owner of a name on a platform. Equal owners are one: a subscriber that is made again from one definition keeps its
     * name.
     *
     * @param kind the kind of subscriber, for messages, such as {@code consumer}
     * @param definition the definition that it is made from, equal by content
     */
    @ForAdapters
    record Owner(String kind, Object definition) {
        /** The kind of a view's rebuilds, which alone have names that end in {@code .g} and a number. */
        public static final String REBUILD = "rebuild";
    }
}
