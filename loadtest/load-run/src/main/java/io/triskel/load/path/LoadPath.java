package io.triskel.load.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.clock.ClockOffset;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From the generator to the handlers of one or more consumers, each of which gets every event. */
public interface LoadPath extends AutoCloseable {
    /** No run ever has more calls of {@link #send} unanswered: each may be a connection and a thousand events. */
    int MOST_CALLS = 4_096;

    /**
     * Starts the consumers, on threads of the path.
     *
     * @param pauses when the consumers pause
     */
    void start(Arrived arrived, Pauses pauses);

    /**
     * Sends events and returns soon. Events of a key are sent in the order of their numbers; once one is refused, the later ones of its
     * key are withheld until {@link #resume}. Called by one thread.
     *
     * @param answered told once each event has its outcome, on any thread; the burst is the path's until then
     */
    void send(Burst burst, Answered answered);

    /**
     * {@return whether an event that is sent would wait in the client until earlier ones of its key are answered} The generator then keeps
     * such events, so that they go together and their time is seen as what it is: the application's own order.
     */
    default boolean oneCallPerKey() {
        return false;
    }

    /** Lets a key's events be sent again after one was refused. */
    void resume(int key);

    /** {@return what went wrong on the consuming side, for people} */
    List<String> problems();

    /**
     * {@return the stages that this path reports to {@link Arrived#passed}, named {@code from-to-to}, in an event's order} In the result
     * they replace the stage from sending to the handler.
     */
    default List<String> stages() {
        return List.of();
    }

    /**
     * {@return the stages that begin or end when the broker took an event, by its own clock, each with how far the clocks at its ends may
     * differ, in microseconds} The path reports them to {@link Arrived#passed}, and the result has them next to the others. There are none
     * if no delivery says when the broker took it. The run asks once all events have arrived.
     */
    default Map<String, Double> brokerStages() {
        return Map.of();
    }

    /** {@return what is known of the clocks of other machines that the path reads times of, by machine} */
    default Map<String, ClockOffset> clocks() {
        return Map.of();
    }

    /** Adds what only this path knows to a result, once all events have arrived. */
    default void describe(ObjectNode result) {}

    /**
     * {@return columns of the path's own for the series of a result, by name}
     *
     * @param start of the first second, by the clock of the run
     * @param seconds how many values each column has
     */
    default Map<String, List<Long>> series(long start, int seconds) {
        return Map.of();
    }

    /** Ends the consumers. */
    @Override
    void close();

    /** Takes what the path answers. */
    @FunctionalInterface
    interface Answered {
        /** Notes that all outcomes of a burst are known. */
        void answered(Burst burst);
    }

    /** Takes what arrives at the consumers' handlers, on any thread. */
    interface Arrived {
        /**
         * Notes an event of this or another run.
         *
         * @param consumer its number, from 0
         * @param intact whether all its bytes are as they were sent
         */
        void arrived(int consumer, Stamp stamp, boolean intact);

        /** Notes an event whose handler ended at another time than now, by the clock of the run. */
        default void arrived(int consumer, Stamp stamp, boolean intact, long at) {
            arrived(consumer, stamp, intact);
        }

        /** Notes an event whose stamp cannot be read any more. */
        void unreadable(int consumer);

        /**
         * Notes how long a stage of an event took.
         *
         * @param stage one of {@link LoadPath#stages}
         * @param intended when the event was meant to be sent, which says for which phase it counts
         */
        default void passed(String stage, long intended, long nanos) {}

        /** Notes an event that arrived after its successor, when sequence numbers alone do not show it. */
        default void overtaken(int consumer) {}
    }

    /** When consumers pause, by the clock of the run. */
    interface Pauses {
        /** {@return how long until the next pause begins; zero within one} */
        Duration untilNext();
    }
}
