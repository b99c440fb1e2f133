package io.triskel.engine;

import io.triskel.engine.Flow.Backward;
import io.triskel.engine.Flow.Forward;
import io.triskel.engine.Flow.Question;
import io.triskel.engine.Flow.Send;
import io.triskel.engine.Flow.Turn;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a flow as the Java source of an orchestrator for Durable Functions. A question calls an activity and waits for an
 * external event of the question's name; the token is the instance's id, a slash, and that name.
 *
 * <p>A question that can only be asked again throws: the orchestration fails there, and an operator rewinds it.
 */
final class DurableFunctions implements Flow.Writer {
    /** The longest line of a formatted source. */
    private static final int LINE = 120;

    private final Flow flow;
    private final String javaPackage;
    private final StringBuilder text = new StringBuilder();

    DurableFunctions(Flow flow, String javaPackage) {
        this.flow = flow;
        this.javaPackage = javaPackage;
    }

    String text() {
        // No hyphens: no app setting of a Linux app has one, so a function with a hyphen could not be disabled.
        String function = flow.name().replace(' ', '_').replace('-', '_');
        lines(HEAD.replace("@package@", javaPackage)
                .replace("@process@", flow.name())
                .replace("@function@", function)
                .replace("@class@", className())
                .replace("@first@", flow.forwards().get(0).state()));
        flow.write(this);
        lines(TAIL.replace("@process@", flow.name()));
        return text.toString();
    }

    private String className() {
        return Stream.of(flow.name().split("[ _-]+", -1))
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining())
                + "Orchestration";
    }

    @Override
    public void forward(Forward forward) {
        ask(forward.state(), forward.question());
        replies(forward.done(), forward.next());
        forward.turns().forEach(turn -> turn(quoted(turn.reply().orElseThrow()), turn));
        forward.unanswered()
                .ifPresentOrElse(
                        turn -> turn("UNANSWERED", turn),
                        () -> stuck("UNANSWERED", forward.state() + " was not answered in time"));
        askEnds();
    }

    @Override
    public void backward(Backward backward) {
        if (!backward.isAnswered()) {
            tell(backward.state(), backward.question().send(), backward.next());
            return;
        }
        ask(backward.state(), backward.question());
        replies(backward.undone(), backward.next());
        backward.stuck().forEach(turn -> turn(quoted(turn.reply().orElseThrow()), turn));
        stuck("UNANSWERED", backward.state() + " was not answered in time");
        askEnds();
    }

    private void ask(String state, Question question) {
        line(4, "case " + quoted(state) + " -> {");
        line(5, "// Asks " + question.send().target() + ".");
        line(
                5,
                "Answer answer = ask(context, request, "
                        + quoted(question.send().ask()) + ", "
                        + quoted(question.send().command()) + ", " + question.seconds() + ", "
                        + question.retries() + ");");
        line(5, "request.put(\"data\", answer.data());");
        line(5, "switch (answer.reply()) {");
    }

    private void replies(List<String> good, String next) {
        String cases = good.stream().map(DurableFunctions::quoted).collect(Collectors.joining(", "));
        String assigned = "next = " + quoted(next) + ";";
        if ("case  -> ".length() + cases.length() + assigned.length() > LINE - 6 * 4) {
            line(6, "case " + cases + " ->");
            line(7, assigned);
        } else {
            line(6, "case " + cases + " -> " + assigned);
        }
    }

    private void turn(String reply, Turn turn) {
        if (turn.next().isEmpty()) {
            stuck(reply, turn.why());
            return;
        }
        line(6, "case " + reply + " -> {");
        line(7, "request.put(\"why\", " + quoted(turn.why()) + ");");
        line(7, "next = " + quoted(turn.next().get()) + ";");
        line(6, "}");
    }

    private void stuck(String reply, String why) {
        line(6, "case " + reply + " -> throw stuck(context, " + quoted(why) + ");");
    }

    private void askEnds() {
        line(6, "default -> throw stuck(context, \"a reply that is not known here: \" + answer.reply());");
        line(5, "}");
        line(4, "}");
    }

    @Override
    public void tell(String state, Send send, String next) {
        line(4, "case " + quoted(state) + " -> {");
        line(5, "// Tells " + send.target() + ".");
        line(5, "call(context, request, " + quoted(send.ask()) + ", " + quoted(send.command()) + ", \"\");");
        line(5, "next = " + quoted(next) + ";");
        line(4, "}");
    }

    @Override
    public void end(String ending) {
        line(4, "case " + quoted(ending) + " -> {");
        line(5, "return " + quoted(ending) + ";");
        line(4, "}");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void line(int indent, String line) {
        text.append("    ".repeat(indent)).append(line).append('\n');
    }

    private void lines(String block) {
        text.append(block);
    }

    private static final String HEAD = """
        package @package@;

        import com.microsoft.azure.functions.annotation.FunctionName;
        import com.microsoft.durabletask.RetryPolicy;
        import com.microsoft.durabletask.TaskCanceledException;
        import com.microsoft.durabletask.TaskOptions;
        import com.microsoft.durabletask.TaskOrchestrationContext;
        import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
        import java.time.Duration;
        import java.util.LinkedHashMap;
        import java.util.Map;

        /**
         * Process @process@, written by triskel export; change the process, not this. The activity {@link #ASK} sends commands; whoever
         * takes a reply raises the event that the command's token names, with an {@link Answer}.
         */
        public final class @class@ {
            /** The orchestrator. */
            public static final String PROCESS = "@function@_process";

            /** The activity that sends commands. */
            public static final String ASK = "@function@_ask";

            private static final String UNANSWERED = "";

            /** What a reply tells, and what is kept after it, as JSON in a text. */
            public record Answer(String reply, String data) {}

            /** The input of an instance. */
            public record Input(String instance, State state) {}

            /** What the process keeps, as JSON in a text. */
            public record State(String data) {}

            /** Runs one instance; its input is {@code {"instance": .., "state": {"data": ..}}}. */
            @FunctionName(PROCESS)
            public String run(@DurableOrchestrationTrigger(name = "context") TaskOrchestrationContext context) {
                Input input = context.getInput(Input.class);
                Map<String, String> request = new LinkedHashMap<>();
                request.put("process", "@process@");
                request.put("instance", input.instance());
                request.put("data", input.state().data());
                String next = "@first@";
                while (true) {
                    switch (next) {
        """;

    private static final String TAIL = """
                        default -> throw new IllegalStateException(next);
                    }
                }
            }

            /** Asks as often as it may; the answer is {@link #UNANSWERED} if nobody did. */
            private static Answer ask(
                    TaskOrchestrationContext context,
                    Map<String, String> request,
                    String ask,
                    String command,
                    int seconds,
                    int retries) {
                for (int tried = 0; tried <= retries; tried++) {
                    call(context, request, ask, command, context.getInstanceId() + "/" + ask);
                    try {
                        return context.waitForExternalEvent(ask, Duration.ofSeconds(seconds), Answer.class)
                                .await();
                    } catch (TaskCanceledException nobodyAnswered) {
                        // Asked again, with the same command.
                    }
                }
                return new Answer(UNANSWERED, request.getOrDefault("data", "null"));
            }

            private static void call(
                    TaskOrchestrationContext context, Map<String, String> request, String ask, String command, String token) {
                Map<String, String> asked = new LinkedHashMap<>(request);
                asked.put("ask", ask);
                asked.put("command", command);
                asked.put("token", token);
                RetryPolicy untilItWorks = new RetryPolicy(1_000, Duration.ofSeconds(1))
                        .setBackoffCoefficient(2)
                        .setMaxRetryInterval(Duration.ofMinutes(5));
                context.callActivity(ASK, asked, new TaskOptions(untilItWorks)).await();
            }

            /** The host reports a failure without its message, and the custom status as it is. */
            private static IllegalStateException stuck(TaskOrchestrationContext context, String why) {
                context.setCustomStatus(why);
                return new IllegalStateException("@process@ is stuck: " + why);
            }
        }
        """;
}
