package io.triskel.consume;

import io.triskel.event.ForAdapters;

/** The specification of a consumer: a projection, a saga, a replica or handlers. A host builds the consumer from it. */
public interface ConsumerSpec {
    /** {@return the consumer's name, under which inbox and parking lot keep rows} */
    String name();

    /** Adds handlers to a consumer, and a lane function if the lane is not the ordering key. */
    EventConsumer.Builder subscribe(EventConsumer.Builder consumer);

    /**
     * {@return whether it needs an inbox against duplicates; false by default: its handlers recognise duplicates
     * themselves}
     */
    default boolean needsInbox() {
        return false;
    }

    /** {@return the owner of its name on a platform; by default this object} */
    default Owner owner() {
        return new Owner("consumer", this);
    }

    /**
     * The owner of a name on a platform. Equal owners are the same: a subscriber that is built again from the same
     * definition keeps its name.
     *
     * @param kind the kind of subscriber, for messages, such as {@code consumer}
     * @param definition the definition that it is built from, equal by content
     */
    @ForAdapters
    record Owner(String kind, Object definition) {
        /** The kind of a view's rebuilds. Only their names end in {@code .g} and a number. */
        public static final String REBUILD = "rebuild";
    }
}
