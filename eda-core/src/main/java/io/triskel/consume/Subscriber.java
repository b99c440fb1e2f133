package io.triskel.consume;

/** Something that consumes events: a projection, a saga, a replica, or handlers. A host makes its consumer. */
public interface Subscriber {
    /** {@return the consumer's name, under which inbox and parking lot keep rows} */
    String name();

    /** Adds handlers to a consumer, and a lane function if the lane is not the ordering key. */
    Consumer.Builder subscribe(Consumer.Builder consumer);

    /** {@return whether it needs an inbox against repeats; false by default: a subscriber recognises repeats itself} */
    default boolean needsInbox() {
        return false;
    }
}
