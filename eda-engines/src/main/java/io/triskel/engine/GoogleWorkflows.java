package io.triskel.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.engine.Flow.Backward;
import io.triskel.engine.Flow.Forward;
import io.triskel.engine.Flow.Question;
import io.triskel.engine.Flow.Send;
import io.triskel.engine.Flow.Turn;
import java.util.List;

/**
 * Writes a flow for Google Cloud Workflows, as JSON. A question creates a callback endpoint, whose address is the token
 * that the function stores; the reply is posted there. An endpoint lives as long as its execution.
 *
 * <p>A question that can only be asked again raises an error and ends the execution: Workflows cannot resume it.
 */
final class GoogleWorkflows implements Flow.Writer {
    private static final String NOT_UNDERSTOOD = "not_understood";
    private static final int TRIES_OF_THE_FUNCTION = 1_000;

    private final Flow flow;
    private final ObjectNode definition = Json.object();
    private final ArrayNode steps;

    GoogleWorkflows(Flow flow) {
        this.flow = flow;
        steps = workflow("main", "input");
    }

    String text() {
        ArrayNode begin = add("begin").putArray("assign");
        begin.addObject().put("instance", "${input.instance}");
        begin.addObject().put("state", "${input.state}");
        begin.addObject().put("why", "");
        flow.write(this);
        add(NOT_UNDERSTOOD)
                .put("raise", "${\"A reply came that the process does not know at this point: \" + state.reply}");
        asking();
        sending();
        workflow("any_failure", "failure").addObject().putObject("again").put("return", true);
        return Json.text(definition);
    }

    private ArrayNode workflow(String name, String... parameters) {
        ObjectNode workflow = definition.putObject(name);
        ArrayNode listed = workflow.putArray("params");
        for (String parameter : parameters) {
            listed.add(parameter);
        }
        return workflow.putArray("steps");
    }

    private static String step(String state) {
        return state.replaceAll("[ -]", "_");
    }

    private ObjectNode add(String state) {
        return steps.addObject().putObject(step(state));
    }

    @Override
    public void forward(Forward forward) {
        question(forward.state(), forward.question());
        ArrayNode cases = choose(forward.state(), forward.done(), forward.next(), forward.turns());
        String unanswered = forward.unanswered().map(Turn::state).orElse(forward.state() + " unanswered");
        on(cases, "", unanswered);
        forward.turns().forEach(this::turn);
        forward.unanswered().ifPresentOrElse(this::turn, () -> raise(unanswered, forward.state()));
    }

    @Override
    public void backward(Backward backward) {
        if (!backward.isAnswered()) {
            tell(backward.state(), backward.question().send(), backward.next());
            return;
        }
        question(backward.state(), backward.question());
        ArrayNode cases = choose(backward.state(), backward.undone(), backward.next(), backward.stuck());
        String unanswered = backward.state() + " unanswered";
        on(cases, "", unanswered);
        backward.stuck().forEach(this::turn);
        raise(unanswered, backward.state());
    }

    private void raise(String state, String question) {
        add(state).put("raise", "stuck: " + question + " was not answered in time");
    }

    private void question(String state, Question question) {
        ObjectNode call = add(state).put("call", "ask");
        arguments(call, question.send()).put("seconds", question.seconds()).put("tries", question.retries() + 1);
        call.put("result", "state");
    }

    @Override
    public void tell(String state, Send send, String next) {
        ObjectNode call = add(state).put("call", "send");
        arguments(call, send).put("token", "");
        call.put("next", step(next));
    }

    private ObjectNode arguments(ObjectNode call, Send send) {
        return call.putObject("args")
                .put("instance", "${instance}")
                .put("question", send.ask())
                .put("command", send.command())
                .put("data", "${state.data}")
                .put("why", "${why}");
    }

    private ArrayNode choose(String state, List<String> good, String next, List<Turn> turns) {
        ObjectNode answered = add(state + " answered");
        ArrayNode cases = answered.putArray("switch");
        good.forEach(reply -> on(cases, reply, next));
        turns.forEach(turn -> turn.reply().ifPresent(reply -> on(cases, reply, turn.state())));
        answered.put("next", NOT_UNDERSTOOD);
        return cases;
    }

    private static void on(ArrayNode cases, String reply, String next) {
        cases.addObject()
                .put("condition", "${state.reply == \"" + reply + "\"}")
                .put("next", step(next));
    }

    private void turn(Turn turn) {
        if (turn.next().isEmpty()) {
            add(turn.state()).put("raise", "stuck: " + turn.why());
            return;
        }
        ObjectNode noted = add(turn.state());
        noted.putArray("assign").addObject().put("why", turn.why());
        noted.put("next", step(turn.next().get()));
    }

    @Override
    public void end(String ending) {
        add(ending)
                .putObject("return")
                .put("instance", "${instance}")
                .put("ending", ending)
                .put("why", "${why}");
    }

    /** Asks as often as allowed; returns an empty reply without an answer. */
    private void asking() {
        ArrayNode ask = workflow("ask", "instance", "question", "command", "data", "why", "seconds", "tries");
        ask.addObject().putObject("begin").putArray("assign").addObject().put("tried", 0);
        ObjectNode endpoint = ask.addObject().putObject("open").put("call", "events.create_callback_endpoint");
        endpoint.putObject("args").put("http_callback_method", "POST");
        endpoint.put("result", "callback");
        ask.addObject()
                .putObject("send_question")
                .put("call", "send")
                .putObject("args")
                .put("instance", "${instance}")
                .put("question", "${question}")
                .put("command", "${command}")
                .put("data", "${data}")
                .put("why", "${why}")
                .put("token", "${callback.url}");
        ObjectNode waiting = ask.addObject().putObject("wait");
        ArrayNode tried = waiting.putObject("try").putArray("steps");
        ObjectNode await = tried.addObject().putObject("await_reply").put("call", "events.await_callback");
        await.putObject("args").put("callback", "${callback}").put("timeout", "${seconds}");
        await.put("result", "request");
        tried.addObject().putObject("answered").put("return", "${request.http_request.body}");
        ObjectNode caught = waiting.putObject("except").put("as", "failure");
        caught.putArray("steps")
                .addObject()
                .putObject("only_timeouts")
                .putArray("switch")
                .addObject()
                .put("condition", "${not(\"TimeoutError\" in failure.tags)}")
                .put("raise", "${failure}");
        ask.addObject().putObject("count").putArray("assign").addObject().put("tried", "${tried + 1}");
        ask.addObject()
                .putObject("again")
                .putArray("switch")
                .addObject()
                .put("condition", "${tried < tries}")
                .put("next", "open");
        ask.addObject()
                .putObject("unanswered")
                .putObject("return")
                .put("reply", "")
                .put("data", "${data}");
    }

    /** Calls the function, with retries until it succeeds. */
    private void sending() {
        ObjectNode post = workflow("send", "instance", "question", "command", "data", "why", "token")
                .addObject()
                .putObject("post");
        ObjectNode call = post.putObject("try").put("call", "http.post");
        ObjectNode arguments = call.putObject("args").put("url", "${sys.get_env(\"ASK_URL\")}");
        arguments.putObject("auth").put("type", "OIDC");
        arguments
                .putObject("body")
                .put("process", flow.name())
                .put("instance", "${instance}")
                .put("ask", "${question}")
                .put("command", "${command}")
                .put("data", "${data}")
                .put("why", "${why}")
                .put("token", "${token}");
        ObjectNode retry =
                post.putObject("retry").put("predicate", "${any_failure}").put("max_retries", TRIES_OF_THE_FUNCTION);
        retry.putObject("backoff").put("initial_delay", 1).put("max_delay", 300).put("multiplier", 2);
    }
}
