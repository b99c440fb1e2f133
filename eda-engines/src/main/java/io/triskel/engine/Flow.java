package io.triskel.engine;

import io.triskel.saga.Steps;
import java.util.List;
import java.util.Optional;

/**
 * A process as states and transitions with wire names, from which each engine's definition is written. State names are
 * unique and have at most 80 characters (Amazon States Language).
 *
 * @param name the process's name
 * @param forwards the steps, in order
 * @param backwards the reachable compensations, in the order in which they run
 * @param completed the command sent at the end if all is done
 * @param compensated the command sent at the end if all is undone
 * @param mayCompensate whether that end can be reached
 */
record Flow(
        String name,
        List<Forward> forwards,
        List<Backward> backwards,
        Optional<Send> completed,
        Optional<Send> compensated,
        boolean mayCompensate) {
    /** Writes the states in reading order. */
    void write(Writer writer) {
        forwards.forEach(writer::forward);
        completed.ifPresent(told -> writer.tell(telling(Steps.COMPLETED), told, Steps.COMPLETED));
        writer.end(Steps.COMPLETED);
        backwards.forEach(writer::backward);
        if (mayCompensate) {
            compensated.ifPresent(told -> writer.tell(telling(Steps.COMPENSATED), told, Steps.COMPENSATED));
            writer.end(Steps.COMPENSATED);
        }
    }

    /** An engine's language. */
    interface Writer {
        /** A step with its transitions by answer, each with its reason. */
        void forward(Forward forward);

        /** The undoing of a step. */
        void backward(Backward backward);

        /** A command without a reply. */
        void tell(String state, Send send, String next);

        /** An ending. */
        void end(String ending);
    }

    /** {@return the state before an ending: its notice, or the ending itself} */
    static String ending(String ending, boolean told) {
        return told ? telling(ending) : ending;
    }

    /** {@return the state of an ending's notice} */
    static String telling(String ending) {
        return "tell " + ending;
    }

    /**
     * A command to send.
     *
     * @param ask its name for {@link EngineDesk}
     * @param command its wire name
     */
    record Send(String ask, String target, String command) {}

    /**
     * A command that expects a reply.
     *
     * @param seconds how long to wait
     * @param retries how often to ask again
     */
    record Question(Send send, long seconds, int retries) {}

    /**
     * A step.
     *
     * @param done the replies that lead to the next state
     * @param turns the transitions to other states
     * @param unanswered the transition without an answer; empty if it can only be asked again
     * @param next the state after it
     */
    record Forward(
            String state,
            Question question,
            List<String> done,
            List<Turn> turns,
            Optional<Turn> unanswered,
            String next) {}

    /**
     * Why a process starts its compensation, or is stuck.
     *
     * @param state the state that records it
     * @param reply the reply that leads here; none for a time-out
     * @param why the reason, also for the last command
     * @param next the state after it; empty if the process is stuck
     */
    record Turn(String state, Optional<String> reply, String why, Optional<String> next) {}

    /**
     * The undoing of a step.
     *
     * @param isAnswered whether to wait for a reply
     * @param undone the replies that lead to the next state, a late refusal of the action among them
     * @param stuck the replies after which an operator must help
     * @param next the state after it
     */
    record Backward(
            String state, Question question, boolean isAnswered, List<String> undone, List<Turn> stuck, String next) {}
}
