package io.triskel.consume;

/** What wants to be fed with events: a projection, a saga, a replica, or handlers. A host gives it a consumer. */
public interface Subscriber {
    /** {@return the name of its consumer, under which inbox and parking lot keep rows} */
    String name();

    /** Adds handlers, and a lane if it is not the ordering key, to a consumer. */
    Consumer.Builder subscribe(Consumer.Builder consumer);

    /** {@return whether repeats are to be kept from it by an inbox; not, unless said otherwise: it recognises them itself} */
    default boolean needsInbox() {
        return false;
    }
}
