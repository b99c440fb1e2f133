package io.triskel.engine;

import io.triskel.saga.Steps;
import java.util.List;
import java.util.Optional;

/**
 * A process as states and transitions, with wire names, from which each engine's text is written. The names of states have at
 * most 80 characters (Amazon States Language), each once.
 *
 * @param name the process's name
 * @param forwards the steps, one after another
 * @param backwards the compensations in the order in which they run; only those that can be reached
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
    /** Writes the states in the order in which people read them. */
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

        /** A command that nobody answers. */
        void tell(String state, Send send, String next);

        /** An ending. */
        void end(String ending);
    }

    /** {@return the state before an ending: the one that tells of it, or the ending itself} */
    static String ending(String ending, boolean told) {
        return told ? telling(ending) : ending;
    }

    /** {@return the state that tells of an ending} */
    static String telling(String ending) {
        return "tell " + ending;
    }

    /**
     * A command to send.
     *
     * @param ask what {@link EngineDesk} calls it
     * @param command its wire name
     */
    record Send(String ask, String target, String command) {}

    /**
     * A command that is answered.
     *
     * @param seconds how long to wait
     * @param retries how often to ask again
     */
    record Question(Send send, long seconds, int retries) {}

    /**
     * A step.
     *
     * @param done the replies that lead to the next state
     * @param turns what leads elsewhere
     * @param unanswered where it goes without an answer; empty if it can only be asked again
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
     * Why a process turns round, or is stuck.
     *
     * @param state the state in which it is noted
     * @param reply the reply that leads here; none for a time-out
     * @param why for people, and for the last command
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
