package io.triskel.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.engine.Flow.Backward;
import io.triskel.engine.Flow.Forward;
import io.triskel.engine.Flow.Question;
import io.triskel.engine.Flow.Send;
import io.triskel.engine.Flow.Turn;
import io.triskel.saga.Steps;
import java.util.List;

/**
 * Writes a flow in the Amazon States Language (states-language.net, 2016 to 2024) with JSONPath, for Step Functions'
 * Standard workflows: Express has no callbacks.
 *
 * <p>A question is a task with a token: the function sends the command, the reply completes the token. The execution's
 * document is {@code {"instance": .., "state": {"data": .., "reply": ..}, "why": ..}}. A question that can only be asked
 * again, such as a compensation, has no catcher: the execution fails there, and a redrive asks again, with the same
 * command.
 */
final class AmazonStates implements Flow.Writer {
    private static final String ASK_FUNCTION = "${AskFunction}";
    private static final String NOT_UNDERSTOOD = "not understood";

    /**
     * About three days, with pauses of up to five minutes. Each attempt takes 4 of the 25,000 events of an execution's
     * history.
     */
    private static final int TRIES_OF_THE_FUNCTION = 1_000;

    private final Flow flow;
    private final ObjectNode states = Json.object();

    AmazonStates(Flow flow) {
        this.flow = flow;
    }

    String text() {
        ObjectNode machine = Json.object()
                .put("Comment", "Process " + flow.name() + ", written by triskel export; change the process, not this.")
                .put("StartAt", flow.forwards().get(0).state());
        machine.set("States", states);
        flow.write(this);
        fail(NOT_UNDERSTOOD, "NotUnderstood", "A reply came that the process does not know at this point.");
        return Json.text(machine);
    }

    @Override
    public void forward(Forward forward) {
        ObjectNode task = question(forward.state(), forward.question(), false, forward.done());
        forward.unanswered().ifPresent(turn -> {
            ObjectNode catcher = on(task.putArray("Catch"), "States.Timeout");
            catcher.put("ResultPath", "$.error").put("Next", turn.state());
            turn(turn);
        });
        task.put("Next", answered(forward.state()));
        choose(forward.state(), forward.done(), forward.next(), forward.turns());
    }

    @Override
    public void backward(Backward backward) {
        if (!backward.isAnswered()) {
            tell(backward.state(), backward.question().send(), backward.next());
            return;
        }
        question(backward.state(), backward.question(), true, backward.undone())
                .put("Next", answered(backward.state()));
        choose(backward.state(), backward.undone(), backward.next(), backward.stuck());
    }

    /** Asks, and waits for the token. */
    private ObjectNode question(String state, Question question, boolean why, List<String> good) {
        ObjectNode task = states.putObject(state)
                .put("Type", "Task")
                .put("Comment", "Asks " + question.send().target() + "; well answered by " + String.join(", ", good))
                .put("Resource", "arn:${Partition}:states:::lambda:invoke.waitForTaskToken");
        payload(task, question.send(), why).put("token.$", "$$.Task.Token");
        task.put("TimeoutSeconds", question.seconds()).put("ResultPath", "$.state");
        retry(task, question.retries());
        return task;
    }

    private static String answered(String state) {
        return state + " answered";
    }

    /** Starts a retrier or a catcher. */
    private static ObjectNode on(ArrayNode handlers, String error) {
        ObjectNode handler = handlers.addObject();
        handler.putArray("ErrorEquals").add(error);
        return handler;
    }

    @Override
    public void tell(String state, Send send, String next) {
        ObjectNode task = states.putObject(state)
                .put("Type", "Task")
                .put("Comment", "Tells " + send.target())
                .put("Resource", "arn:${Partition}:states:::lambda:invoke");
        payload(task, send, !send.ask().equals(Steps.COMPLETED));
        task.putNull("ResultPath");
        retry(task, 0);
        task.put("Next", next);
    }

    private ObjectNode payload(ObjectNode task, Send send, boolean why) {
        ObjectNode payload = task.putObject("Parameters")
                .put("FunctionName", ASK_FUNCTION)
                .putObject("Payload")
                .put("process", flow.name())
                .put("instance.$", "$.instance")
                .put("ask", send.ask())
                .put("command", send.command())
                .put("data.$", "$.state.data");
        return why ? payload.put("why.$", "$.why") : payload;
    }

    /**
     * After a time-out the question is repeated as often as the step allows; a failing function is retried until it
     * succeeds.
     */
    private static void retry(ObjectNode task, int timeouts) {
        ArrayNode retriers = task.putArray("Retry");
        if (timeouts > 0) {
            on(retriers, "States.Timeout")
                    .put("IntervalSeconds", 1)
                    .put("BackoffRate", 1.0)
                    .put("MaxAttempts", timeouts);
        }
        on(retriers, "States.TaskFailed")
                .put("IntervalSeconds", 1)
                .put("BackoffRate", 2.0)
                .put("MaxDelaySeconds", 300)
                .put("MaxAttempts", TRIES_OF_THE_FUNCTION);
    }

    private void choose(String state, List<String> good, String next, List<Turn> turns) {
        ObjectNode choice = states.putObject(answered(state)).put("Type", "Choice");
        ArrayNode choices = choice.putArray("Choices");
        good.forEach(reply -> whenIs(choices, reply, next));
        turns.forEach(turn -> turn.reply().ifPresent(reply -> whenIs(choices, reply, turn.state())));
        choice.put("Default", NOT_UNDERSTOOD);
        turns.forEach(this::turn);
    }

    private static void whenIs(ArrayNode choices, String reply, String next) {
        choices.addObject()
                .put("Variable", "$.state.reply")
                .put("StringEquals", reply)
                .put("Next", next);
    }

    private void turn(Turn turn) {
        if (turn.next().isEmpty()) {
            fail(turn.state(), "Stuck", turn.why());
            return;
        }
        states.putObject(turn.state())
                .put("Type", "Pass")
                .put("Result", turn.why())
                .put("ResultPath", "$.why")
                .put("Next", turn.next().get());
    }

    @Override
    public void end(String ending) {
        states.putObject(ending)
                .put("Type", "Pass")
                .put("Result", ending)
                .put("ResultPath", "$.ending")
                .put("End", true);
    }

    private void fail(String state, String error, String cause) {
        states.putObject(state).put("Type", "Fail").put("Error", error).put("Cause", cause);
    }
}
